"""Chicago, author and date."""

from functools import partial

from ..styles import render
from . import Format

FORMAT = Format(
    "Chicago", "text/plain", partial(render, style="chicago-author-date"), for_people=True
)
