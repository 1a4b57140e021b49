"""APA, 7th edition."""

from functools import partial

from ..styles import render
from . import Format

FORMAT = Format("APA", "text/plain", partial(render, style="apa"), for_people=True)
