"""APA, 7th edition."""

from ..model import Citation
from ..styles import render as rendered


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "apa")
