"""What a published text is once it is read: lines in order, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ...core.normalize import BIDI, INVISIBLE

Mark = Literal["", "item", "heading", "aside"]

LINE_END = re.compile("\r\n|\r|\n")
RULE = re.compile(r"\s*([-–—=_*~#.·•])(\s*\1){2,}\s*")
SOFT_HYPHEN = "\u00ad"
TAB = 8
# At most this many cells of a row are read.
MAX_COLUMNS = 60


@dataclass(frozen=True)
class Line:
    """One line: its place (`list.txt:3`), its text (empty between two paragraphs), what the format
    itself calls it (an item of a list, a heading, something outside of the text), the number that
    the format gives an item, how far it is indented, its cells if it is a row of a table, and its
    parts that are crossed out."""

    place: str
    text: str
    mark: Mark = ""
    number: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


def visible(text: str) -> str:
    """The text without invisible characters; a soft hyphen at its end, where a word is broken,
    stays."""
    broken = text.rstrip().endswith(SOFT_HYPHEN)
    return INVISIBLE.sub("", BIDI.sub("", text)).rstrip() + SOFT_HYPHEN * broken


def indented(text: str) -> int:
    """How far a line is indented, in columns."""
    expanded = text.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip())
