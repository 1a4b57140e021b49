"""Finding the items of a list in lines; everything else is kept as dropped, with its place.

An item is numbered, bulleted, a row of a table, one of several between semicolons, a line, or a
name inside a sentence, in this order: where a text has a list, its sentences are no list. An item
may be broken over lines. Names that are known help only to see where an item ends, and which of
several lists in a text is meant; what is unknown is an item all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scripts.intake import markers, mentions
from scripts.intake.asides import Named, bare, named
from scripts.intake.lines import Line
from scripts.intake.normal import CHINESE, clean, is_chinese
from scripts.intake.tables import Columns, table

ENDED = re.compile(r"(?:[;；]|[;；,，]\s*(?:and|or|和|以及))\s*$")
STOPPED = re.compile(r"[.。]\s*$")
OPENS = re.compile(r"[:：]\s*$")
SENTENCE = re.compile(r"[a-z0-9)’'\"]{2}[.!?]\s+[A-Z(]|[。！？].")
# An item is broken over so many lines at most.
MOST_LINES = 6
# A name longer than that is a sentence.
LONGEST_WORDS, LONGEST = 30, 220
SENTENCE_WORDS, SENTENCE_CHARACTERS = 8, 30

Known = Callable[[str], str | None]


@dataclass(frozen=True)
class Item:
    """One item: the text as found and taken apart, its number, its place, the headings above it,
    and whether it only stands in a sentence beside a list."""

    named: Named
    number: str
    place: str
    headings: tuple[str, ...] = ()
    mentioned: bool = False


@dataclass(frozen=True)
class Dropped:
    """What is no item."""

    text: str
    place: str


@dataclass(frozen=True)
class Found:
    """The items in order, and what was dropped."""

    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]


@dataclass
class Piece:
    """Lines that belong together: an item of a list (`marked`), a heading, or a paragraph."""

    kind: str
    lines: list[Line]
    number: str = ""
    style: str = ""
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


def find(lines: Sequence[Line], known: Known, columns: Columns) -> Found:
    """The items in the lines. `known` says whether a text is a name of a body; `columns` names
    the columns of tables that are known by their heading."""
    pieces = _settled(_pieces(lines), known)
    return _Finder(known, columns).find(pieces)


def join(texts: Iterable[str]) -> str:
    """Lines as one: a space between, but for Chinese that runs on."""
    joined = ""
    for text in texts:
        tight = joined and text and CHINESE.match(joined[-1]) and CHINESE.match(text[0])
        joined += text if tight or not joined else f" {text}"
    return clean(joined)


def is_sentence(text: str) -> bool:
    """Whether a text that names no known body reads like a sentence and not like a name."""
    text = clean(text)
    if len(text) > LONGEST or len(text.split()) > LONGEST_WORDS or SENTENCE.search(text):
        return True
    if text[:1].isascii() and text[:1].islower():
        return True
    long = (
        len(text) > SENTENCE_CHARACTERS if is_chinese(text) else len(text.split()) > SENTENCE_WORDS
    )
    return bool(STOPPED.search(text)) and long


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    """The lines in pieces, as their marks and the empty lines between them say."""
    pieces: list[Piece] = []
    gap, waiting = True, None
    for line in lines:
        last = pieces[-1] if pieces else None
        if line.cells:
            if last is None or last.kind != "table" or gap:
                pieces.append(Piece("table", [line]))
            pieces[-1].rows.append(line)
            gap = False
            continue
        if not line.text:
            gap = True
            continue
        mark = markers.marker(line.text)
        if waiting is not None and mark is None and not line.mark:
            number, style = waiting
            pieces.append(Piece("marked", [line], number, style))
        elif line.mark == "heading":
            pieces.append(Piece("heading", [line]))
        elif line.mark == "item":
            number = mark.number if mark and mark.rest else line.number
            text = mark.rest if mark and mark.rest else line.text
            style = mark.style if mark and mark.rest else "list"
            item = replace(line, text=text)
            pieces.append(Piece("marked", [item], number, style, line.text))
        elif mark and mark.rest:
            rest = replace(line, text=mark.rest)
            pieces.append(Piece("marked", [rest], mark.number, mark.style, line.text))
        elif mark and (gap or (last and (last.kind, last.style) == ("marked", mark.style))):
            waiting, gap = (mark.number, mark.style), False
            continue
        elif last and not gap and last.kind in ("marked", "plain"):
            last.lines.append(line)
        else:
            pieces.append(Piece("plain", [line]))
        gap, waiting = False, None
    return pieces


def _settled(pieces: list[Piece], known: Known) -> list[Piece]:
    """The pieces with broken items made whole, and what follows an item parted from it."""
    texts = [piece.text for piece in pieces if piece.kind == "marked"]
    ended = [bool(ENDED.search(text) or STOPPED.search(text)) for text in texts]
    ends = sum(ended) > len(ended) / 2
    settled: list[Piece] = []
    for piece in (part for whole in pieces for part in _parted(whole, ends, known)):
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


def _parted(piece: Piece, ends: bool, known: Known) -> list[Piece]:
    """An item and, apart, the lines behind it that are no part of it."""
    if piece.kind != "marked" or len(piece.lines) == 1:
        return [piece]
    texts = [line.text for line in piece.lines]
    most = min(len(texts), MOST_LINES)
    whole = [number for number in range(most, 0, -1) if _tells(join(texts[:number]), known)]
    if whole:
        number = whole[0]
    elif ends and any(ENDED.search(text) for text in texts[:-1]):
        number = next(i for i, text in enumerate(texts, 1) if ENDED.search(text))
    elif OPENS.search(texts[-1]) and not ends:
        number = len(texts) - 1
    elif any(_tells(text, known) for text in texts[1:]):
        # A heading with a number, and the list below it.
        return [
            replace(piece, kind="heading", lines=piece.lines[:1]),
            Piece("plain", piece.lines[1:]),
        ]
    else:
        number = len(texts)
    item = replace(piece, lines=piece.lines[:number])
    rest = piece.lines[number:]
    return [item, *([Piece("plain", rest)] if rest else [])]


def _continues(item: Piece, piece: Piece, ends: bool, known: Known) -> bool:
    """Whether a paragraph behind an item is the rest of it: the item has not ended as the others
    do and then does, or only both together are a name."""
    joined = join([item.text, piece.text])
    if _tells(joined, known) and not OPENS.search(piece.text):
        return True
    if _tells(item.text, known) or OPENS.search(piece.text) or ENDED.search(item.text):
        return False
    if STOPPED.search(item.text) or OPENS.search(item.text):
        return False
    return ends and len(joined) <= LONGEST and bool(ENDED.search(joined) or STOPPED.search(joined))


def _tells(text: str, known: Known) -> str | None:
    """The body of which a text, or a name beside it, is a name that is known."""
    return next((body for name in named(text).names if (body := known(name))), None)


class _Finder:
    def __init__(self, known: Known, columns: Columns) -> None:
        self.known = known
        self.columns = columns
        self.items: list[Item] = []
        self.dropped: list[Dropped] = []
        self.listed: set[str] = set()
        self.headings: tuple[str, ...] = ()
        self.numbers: list[str] = []

    def find(self, pieces: list[Piece]) -> Found:
        pieces = [heading for piece in pieces for heading in _headings(piece)]
        listed = [run for run in _runs(pieces) if run[0].kind in ("marked", "table")]
        telling = [run for run in listed if self._telling(run)]
        has_list = bool(telling) or any(len(run) > 1 for run in listed)
        for run in _runs(pieces):
            if run[0].kind == "heading":
                self._head(run[0])
            elif run[0].kind == "table":
                self._table(run[0])
            elif _title(run[0], pieces) and not self._tells(run[0].text):
                self._head(run[0])
            elif run[0].kind == "plain":
                self._plain(run[0], has_list, bool(telling))
            elif run not in telling and self._prose(run, bool(telling)):
                self._drop(*run)
            else:
                for piece in run:
                    self._take(piece)
        return Found(tuple(self.items), tuple(self.dropped))

    def _telling(self, run: list[Piece]) -> bool:
        """Whether a list names a body that is known; its bodies are remembered."""
        if run[0].kind == "table":
            bodies = table(run[0].rows, self._tells, self.columns).bodies
        else:
            texts = (text for piece in run for _, text in _split(piece.text))
            bodies = frozenset(body for text in texts if (body := self._tells(text)))
        self.listed |= bodies
        return bool(bodies)

    def _prose(self, run: list[Piece], elsewhere: bool) -> bool:
        """Whether a run that names nobody is no list but numbered text: it reads like sentences,
        and a list that names bodies stands elsewhere, or it is of sentences alone."""
        sentences = sum(is_sentence(piece.text) for piece in run)
        return sentences >= len(run) / 2 if elsewhere else sentences == len(run)

    def _head(self, piece: Piece) -> None:
        number = piece.number if piece.number.startswith("(") else ""
        self.numbers = markers.below(self.numbers, f"{number} {piece.text}")
        self.headings = (*self.headings[-9:], piece.text)
        self._drop(piece)

    def _drop(self, *pieces: Piece) -> None:
        for piece in pieces:
            first = piece.printed or piece.lines[0].text
            text = join([first, *(line.text for line in piece.lines[1:])])
            self.dropped.append(Dropped(text, piece.place))

    def _take(self, piece: Piece) -> None:
        for number, text in _split(piece.text):
            own = number or piece.number
            if own.startswith("("):
                own = "".join(self.numbers) + own
            self._item(text, own, piece.place)

    def _item(self, text: str, number: str, place: str, *, mentioned: bool = False) -> None:
        taken = named(text)
        if taken.text:
            self.items.append(Item(taken, number, place, self.headings, mentioned))

    def _table(self, piece: Piece) -> None:
        found = table(piece.rows, self._tells, self.columns)
        self.dropped += [Dropped(text, place) for text, place in found.dropped]
        self.items += [
            Item(row.named, row.number, row.place, (*self.headings, row.section))
            for row in found.rows
        ]

    def _plain(self, piece: Piece, has_list: bool, telling: bool) -> None:
        """A paragraph: items where each line, each part or each name in it is one."""
        parts = [] if is_sentence(piece.lines[0].text) and has_list else _split(piece.text)
        if len(parts) > 1 and self._several([text for _, text in parts]):
            for number, text in parts:
                self._item(text, number, piece.place)
            return
        inside = mentions.within(piece.text, self.known)
        named_inside = len({name for name in inside if self.known(name)})
        lines = mentions.lines([line.text for line in piece.lines], self._tells)
        known = sum(bool(is_known) for _, _, is_known in lines)
        if named_inside > max(known, 1):
            if not telling or not any(self.known(name) in self.listed for name in inside):
                for name in inside:
                    self._item(name, "", self._place(piece, name), mentioned=telling)
            else:
                self._drop(piece)
        elif known or not (has_list or _wrapped(piece)):
            for start, count, is_known in lines:
                self._line(
                    replace(piece, lines=piece.lines[start : start + count]),
                    is_known or not has_list,
                )
        else:
            self._drop(piece)

    def _line(self, piece: Piece, candidate: bool) -> None:
        """One line of a paragraph: an item, or dropped; then a heading where it is short."""
        if self._tells(piece.text) or (candidate and not is_sentence(piece.text)):
            self._item(piece.text, "", piece.place)
            return
        self._drop(piece)
        if not is_sentence(piece.text):
            self.headings = (*self.headings[-9:], piece.text)

    def _tells(self, text: str) -> str | None:
        return _tells(text, self.known)

    def _several(self, texts: list[str]) -> bool:
        """Whether the parts of a paragraph between semicolons are a list."""
        return any(map(self._tells, texts)) or not any(is_sentence(text) for text in texts)

    @staticmethod
    def _place(piece: Piece, name: str) -> str:
        """The line of the paragraph on which the name begins."""
        for line in piece.lines:
            if name.split()[0] in line.text and name[:12] in line.text:
                return line.place
        return piece.place


def _headings(piece: Piece) -> Iterator[Piece]:
    """The piece, as a heading where it ends with a colon and holds no more than that."""
    if piece.kind in ("marked", "plain") and OPENS.search(piece.text):
        yield replace(piece, kind="heading")
    else:
        yield piece


def _runs(pieces: list[Piece]) -> list[list[Piece]]:
    """Neighbouring items of one list together; everything else by itself."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        last = runs[-1][-1] if runs else None
        if (
            last
            and last.kind == piece.kind == "marked"
            and last.style.split()[0] == piece.style.split()[0]
        ):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _split(text: str) -> list[tuple[str, str]]:
    """(number, text) of each item in one piece: numbered within, or between semicolons."""
    numbered = markers.inline(text)
    if numbered:
        return numbered
    parts = [part for part in mentions.parted(text, ";；") if bare(f"; {part}")]
    if len(parts) > 1:
        first = mentions.parted(parts[0], ":：")[-1]
        return [("", first), *(("", bare(f"; {part}")) for part in parts[1:])]
    return [("", text)]


def _title(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line stands alone where others stand together."""
    return (
        piece.kind == "plain"
        and len(piece.lines) == 1
        and any(other.kind == "plain" and len(other.lines) > 2 for other in pieces)
    )


def _wrapped(piece: Piece) -> bool:
    """Whether the lines look like one paragraph set to a width: all but the last are long."""
    lengths = [len(line.text) for line in piece.lines]
    return len(lengths) > 1 and min(lengths[:-1]) > 50 and max(lengths) - min(lengths[:-1]) < 30
