"""What a published text is once it is read: lines in order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...core.text import BIDI, INVISIBLE

Mark = Literal["", "item", "heading", "aside"]

LINE_END = re.compile("\r\n|\r|\n")
# Ends a line for a reader, but not for an editor that counts lines.
BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
RULE = re.compile(r"\s*([-–—=_*~#.·•])(\s*\1){2,}\s*")
PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|第)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[頁页]?[-–—\s]*", re.IGNORECASE
)
NUMBER_ALONE = re.compile(r"\d{1,4}")
SOFT_HYPHEN = "\u00ad"
TAB = 8


@dataclass(frozen=True)
class Line:
    """One line: where it stands (`list.txt:3`), its text (empty between two paragraphs), what the
    format itself says of it (an item of a list, a heading, something beside the text), the number
    that the format gives an item, how far it is indented, the cells where it is a row of a table,
    and the parts of it that are struck out."""

    place: str
    text: str
    mark: Mark = ""
    number: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


def plain(text: str, file: str) -> Iterator[Line]:
    """The lines of plain text; those drawn as a rule are empty, page numbers stand beside it."""
    for number, whole in enumerate(LINE_END.split(text), 1):
        for part in BREAK.split(whole):
            seen = visible(part)
            mark: Mark = ""
            if RULE.fullmatch(seen):
                seen = ""
            elif PAGE_NUMBER.fullmatch(seen) and not NUMBER_ALONE.fullmatch(seen.strip()):
                mark = "aside"
            yield Line(f"{file}:{number}", seen.strip(), mark=mark, depth=indented(seen))


def visible(text: str) -> str:
    """The text without characters that are not seen; a soft hyphen at its end, where a word is
    broken, stays."""
    broken = text.rstrip().endswith(SOFT_HYPHEN)
    return INVISIBLE.sub("", BIDI.sub("", text)).rstrip() + SOFT_HYPHEN * broken


def indented(text: str) -> int:
    """How far a line is indented, in columns."""
    expanded = text.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip())
