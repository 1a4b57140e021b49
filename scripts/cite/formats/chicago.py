"""Chicago, author and date."""

from ..model import Citation
from ..styles import render as rendered


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "chicago-author-date")
