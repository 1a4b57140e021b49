"""APA, 7th edition."""

from ..model import Citation
from ..styles import render as rendered
from . import Format


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "apa")


FORMAT = Format("APA", "text/plain", render, for_people=True)
