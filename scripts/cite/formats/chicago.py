"""Chicago, author and date."""

from ..model import Citation
from ..styles import render as rendered
from . import Format


def render(citation: Citation) -> str:
    """The citation as text."""
    return rendered(citation, "chicago-author-date")


FORMAT = Format("Chicago", "text/plain", render, for_people=True)
