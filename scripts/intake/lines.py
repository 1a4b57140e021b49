"""What a published text is once it is read: lines in order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Mark = Literal["", "item", "heading"]


@dataclass(frozen=True)
class Line:
    """One line: where it stands (`list.txt:3`), its text (empty between two paragraphs), what the
    format itself says of it (an item of a list, a heading), the number that the format gives an
    item, and the cells where it is a row of a table."""

    place: str
    text: str
    mark: Mark = ""
    number: str = ""
    cells: tuple[str, ...] = ()


def plain(text: str, file: str) -> Iterator[Line]:
    """The lines of plain text."""
    for number, line in enumerate(text.splitlines(), 1):
        yield Line(f"{file}:{number}", line.strip())
