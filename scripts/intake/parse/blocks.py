"""Lines in pieces: an item of a list, the rows of a table, a heading, or a paragraph.

Marks, numbers, bullets, empty lines and indents say what belongs together. Known names only help to
find the end of an item that is broken over lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ..readers._line import Line
from . import markers
from .markers import Marker
from .parentheticals import Named, named
from .sentences import OPENS, join

# A shorter line was not full, so it was not broken for want of room.
WRAPPED = 50
OPENING = "(（[「"

Known = Callable[[str], str | None]


@dataclass(frozen=True)
class Item:
    """One item: its text, split into parts, its number, its place, the headings above it, and
    whether it is only in a sentence and not in the list."""

    named: Named
    number: str
    place: str
    headings: tuple[str, ...] = ()
    mentioned: bool = False


@dataclass(frozen=True)
class Dropped:
    """A text that is not an item."""

    text: str
    place: str


@dataclass
class Piece:
    """Lines that belong together. `kind` is marked (an item), table, heading, aside or plain (a
    paragraph). An item also has its number, the style and value of that, and its first line as
    printed."""

    kind: str
    lines: list[Line]
    number: str = ""
    style: str = ""
    value: int = -1
    printed: str = ""
    rows: list[Line] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it begins."""
        return self.lines[0].place

    @property
    def text(self) -> str:
        """Its lines as one."""
        return join(line.text for line in self.lines)

    @property
    def full_text(self) -> str:
        """Its lines as one, with the number or bullet."""
        first = self.printed or self.lines[0].text
        return join([first, *(line.text for line in self.lines[1:])])


def body_named(text: str, known: Known) -> str | None:
    """The body that has this text, or a name within it, as a known name."""
    return next((body for name in named(text).names if (body := known(name))), None)


def body_of_both(before: str, more: str, known: Known) -> str | None:
    """The body that two lines name together but not alone, or each in its own language."""
    joined = join([before, more])
    body = body_named(joined, known)
    if body and body_named(before, known) and more[:1] not in OPENING:
        return body if all(map(known, named(joined).names)) else None
    return body


def pieces(lines: Sequence[Line], known: Known) -> list[Piece]:
    """The lines in pieces, as their marks and the empty lines between them say."""
    found: list[Piece] = []
    gap, waiting = True, None
    marks = markers.among([line.text for line in lines])
    for line, mark in zip(lines, marks, strict=True):
        last = found[-1] if found else None
        if line.cells:
            if last is None or last.kind != "table" or gap:
                found.append(Piece("table", [line]))
            found[-1].rows.append(line)
            gap = False
            continue
        if not line.text:
            gap = True
            continue
        if last and not gap and markers.SECTION_CUT.search(last.lines[-1].text):
            mark = None
        if line.mark == "aside":
            found.append(Piece("aside", [line]))
        elif line.mark == "heading":
            found.append(replace(_item(line, mark), kind="heading"))
        elif waiting is not None and mark is None and not line.mark:
            found.append(_item(line, replace(waiting, rest=line.text)))
        elif line.mark == "item" or (mark and mark.rest):
            found.append(_item(line, mark))
        elif mark and (gap or (last and (last.kind, last.style) == ("marked", mark.style))):
            waiting, gap = mark, False
            continue
        elif (
            last and not gap and last.kind in ("marked", "plain") and not _opens(line, last, known)
        ):
            last.lines.append(line)
        else:
            found.append(Piece("plain", [line]))
        gap, waiting = bool(OPENS.search(line.text)) and found[-1].kind == "plain", None
    return found


def _opens(line: Line, last: Piece, known: Known) -> bool:
    """Whether a line that ends with a colon is by itself, and not the end of a paragraph."""
    above = last.lines[-1].text
    ended = last.kind == "plain" and len(above) < WRAPPED and not line.text[:1].islower()
    alone = len(line.text.split()) > 1 or body_named(above, known)
    return bool(ended and alone and OPENS.search(line.text))


def _item(line: Line, mark: Marker | None) -> Piece:
    if mark is None or not mark.rest:
        mark = Marker(line.number, "list", -1, line.text)
    number = mark.number or line.number
    item = replace(line, text=mark.rest)
    return Piece("marked", [item], number, mark.style, mark.value, line.text)
