"""Chicago, author and date."""

from scripts.cite.model import Citation
from scripts.cite.styles import render as rendered


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "chicago-author-date")
