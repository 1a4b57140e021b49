"""Lines in pieces: an item of a list, a row after row of a table, a heading, or a paragraph.

Marks, numbers, bullets, empty lines and indents say what belongs together. Names that are known
help only to see where an item ends that is broken over lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from scripts.intake import markers
from scripts.intake.asides import named
from scripts.intake.lines import Line
from scripts.intake.markers import Marker
from scripts.intake.sentences import ENDED, LONGEST, OPENS, STOPPED, is_title, join

# An item is broken over so many lines at most.
MOST_LINES = 6
# A line that is shorter was not broken because it was full.
WRAPPED = 50
OPENING = "(（[「"

Known = Callable[[str], str | None]


@dataclass
class Piece:
    """Lines that belong together. `kind` is marked (an item), table, heading, aside or plain (a
    paragraph); of an item also its number, the style and value of that, and its first line as
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
    def whole(self) -> str:
        """Its lines as one, with the number or bullet."""
        first = self.printed or self.lines[0].text
        return join([first, *(line.text for line in self.lines[1:])])


def pieces(lines: Sequence[Line], known: Known) -> list[Piece]:
    """The lines in pieces, broken items made whole."""
    return _settled(_gathered(lines), known)


def tells(text: str, known: Known) -> str | None:
    """The body of which a text, or a name beside it, is a name that is known."""
    return next((body for name in named(text).names if (body := known(name))), None)


def grows(before: str, more: str, known: Known) -> str | None:
    """The body of which two lines are only together a name, or each a name in its language."""
    joined = join([before, more])
    body = tells(joined, known)
    if body and tells(before, known) and more[:1] not in OPENING:
        return body if all(map(known, named(joined).names)) else None
    return body


def _gathered(lines: Sequence[Line]) -> list[Piece]:
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
    """Whether a line that ends with a colon stands by itself, not at the end of a paragraph."""
    above = last.lines[-1].text
    ended = last.kind == "plain" and len(above) < WRAPPED and not line.text[:1].islower()
    alone = len(line.text.split()) > 1 or tells(above, known)
    return bool(ended and alone and OPENS.search(line.text))


def _item(line: Line, mark: Marker | None) -> Piece:
    if mark is None or not mark.rest:
        mark = Marker(line.number, "list", -1, line.text)
    number = mark.number or line.number
    item = replace(line, text=mark.rest)
    return Piece("marked", [item], number, mark.style, mark.value, line.text)


def _settled(found: list[Piece], known: Known) -> list[Piece]:
    """The pieces with broken items made whole, and what follows an item parted from it."""
    texts = [piece.text for piece in found if piece.kind == "marked"]
    ended = [bool(ENDED.search(text) or STOPPED.search(text)) for text in texts]
    ends = sum(ended) > len(ended) / 2
    settled: list[Piece] = []
    for whole, following in zip(found, [*found[1:], None], strict=True):
        for piece in _parted(whole, following, ends, known):
            last = settled[-1] if settled else None
            if (
                last
                and last.kind == "marked"
                and piece.kind == "plain"
                and _continues(last, piece, ends, known)
            ):
                last.lines += piece.lines
            else:
                settled.append(piece)
    return settled


def _parted(piece: Piece, following: Piece | None, ends: bool, known: Known) -> list[Piece]:
    """An item and, apart, the lines behind it that are no part of it."""
    if piece.kind != "marked" or len(piece.lines) == 1:
        return [piece]
    texts = [line.text for line in piece.lines]
    number = _known_lines(texts, known)
    if not number and ends and any(ENDED.search(text) for text in texts[:-1]):
        number = next(i for i, text in enumerate(texts, 1) if ENDED.search(text))
    elif not number and _heads(piece, following, ends):
        number = len(texts) - 1
    elif not number and any(tells(text, known) for text in texts[1:]):
        # A heading with a number, and the list below it.
        heading = replace(piece, kind="heading", lines=piece.lines[:1])
        return [heading, Piece("plain", piece.lines[1:])]
    item = replace(piece, lines=piece.lines[: number or len(texts)])
    rest = piece.lines[len(item.lines) :]
    return [item, *([Piece("plain", rest)] if rest else [])]


def _known_lines(texts: Sequence[str], known: Known) -> int:
    """How many of the lines are together a name that is known; 0 where none are."""
    for number in range(min(len(texts), MOST_LINES), 1, -1):
        if grows(join(texts[: number - 1]), texts[number - 1], known):
            return number
    return 1 if tells(texts[0], known) else 0


def _heads(piece: Piece, following: Piece | None, ends: bool) -> bool:
    """Whether the last line of an item is a heading: it opens something, is written in capitals,
    or the numbers begin again behind it."""
    first, last = piece.lines[0], piece.lines[-1]
    if not ends if OPENS.search(last.text) else is_title(last.text):
        return True
    if last.text.isupper() and not first.text.isupper() and len(last.text.split()) > 1:
        return True
    again = following is not None and following.style == piece.style and following.value == 1
    return again and piece.value > 0 and last.depth <= first.depth


def _continues(item: Piece, piece: Piece, ends: bool, known: Known) -> bool:
    """Whether a paragraph behind an item is the rest of it: the item has not ended as the others
    do and then does, or only both together are a name."""
    joined = join([item.text, piece.text])
    if grows(item.text, piece.text, known) and not OPENS.search(piece.text):
        return True
    if tells(item.text, known) or OPENS.search(piece.text) or ENDED.search(item.text):
        return False
    if STOPPED.search(item.text) or OPENS.search(item.text):
        return False
    return ends and len(joined) <= LONGEST and bool(ENDED.search(joined) or STOPPED.search(joined))
