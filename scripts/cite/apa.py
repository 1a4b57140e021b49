"""APA, 7th edition."""

from scripts.cite.model import Citation
from scripts.cite.styles import render as rendered


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "apa")
