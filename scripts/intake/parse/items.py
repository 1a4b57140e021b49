"""Finding the items of a list in lines; everything else is kept as dropped, with its place.

An item is numbered, bulleted, a row of a table, one of several between semicolons, a line, or a
name inside a sentence, in this order: where a text has a list, sentences are not items. Known names
help to see which of several lists in a text is meant; unknown names are items too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..readers._line import Line
from . import markers, prose
from .blocks import Dropped, Item, Known, Piece, body_named, pieces
from .outline import is_prose, is_title_of, is_wrapped, outlined, runs
from .parentheticals import named
from .sentences import OPENS, is_sentence, is_title
from .table_header import Columns
from .tables import table
from .unwrap import unwrap


@dataclass(frozen=True)
class Found:
    """The items in order, and what was dropped."""

    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]


def find(lines: Sequence[Line], known: Known, columns: Columns) -> Found:
    """The items in the lines. `known` says whether a text is a name of a body; `columns` names
    the columns of tables that are known by their heading."""
    return _Finder(known, columns).find(outlined(unwrap(pieces(lines, known), known), known))


class _Finder:
    def __init__(self, known: Known, columns: Columns) -> None:
        self.known = known
        self.columns = columns
        self.items: list[Item] = []
        self.dropped: list[Dropped] = []
        self.listed: set[str] = set()
        self.headings: tuple[str, ...] = ()
        self.numbers: list[str] = []

    def find(self, found: list[Piece]) -> Found:
        every = list(runs(found))
        listed = [run for run in every if run[0].kind in ("marked", "table")]
        naming = [run for run in listed if self._names_bodies(run)]
        has_list = bool(naming) or any(len(run) > 1 for run in listed)
        for run in every:
            first = run[0]
            if first.kind == "aside":
                self._drop(first)
            elif first.kind == "table":
                self._table(first)
            elif first.kind == "heading" or (
                is_title_of(first, found) and not self._body(first.text)
            ):
                self._head(first)
            elif first.kind == "plain":
                self._plain(first, has_list, bool(naming))
            elif run not in naming and is_prose(run, bool(naming)):
                self._drop(*run)
            else:
                for piece in run:
                    self._take(piece)
        return Found(tuple(self.items), tuple(self.dropped))

    def _names_bodies(self, run: list[Piece]) -> bool:
        """Whether a list names a body that is known; its bodies are remembered."""
        if run[0].kind == "table":
            bodies = table(run[0].rows, self._body, self.columns).bodies
        else:
            texts = (text for piece in run for _, text in self._split(piece))
            bodies = frozenset(body for text in texts if (body := self._body(text)))
        self.listed |= bodies
        return bool(bodies)

    def _head(self, piece: Piece) -> None:
        number = piece.number if piece.number.startswith("(") else ""
        self.numbers = markers.below(self.numbers, f"{number} {piece.text}")
        self._under(piece.text)
        self._drop(piece)

    def _under(self, heading: str) -> None:
        self.headings = (*self.headings[-9:], heading)

    def _drop(self, *dropped: Piece) -> None:
        self.dropped += [Dropped(piece.full_text, piece.place) for piece in dropped]

    def _take(self, piece: Piece) -> None:
        for number, text in self._split(piece):
            own = number or piece.number
            if own.startswith("("):
                own = "".join(self.numbers) + own
            self._item(text, own, piece.place)

    def _item(self, text: str, number: str, place: str, *, mentioned: bool = False) -> None:
        taken = named(text)
        if taken.text:
            self.items.append(Item(taken, number, place, self.headings, mentioned))

    def _table(self, piece: Piece) -> None:
        found = table(piece.rows, self._body, self.columns)
        self.dropped += found.dropped
        self.items += [
            replace(item, headings=(*self.headings, *item.headings)) for item in found.items
        ]

    def _plain(self, piece: Piece, has_list: bool, names_bodies: bool) -> None:
        """A paragraph: its lines, its parts or the names in it may be items."""
        parts = [] if is_sentence(piece.lines[0].text) and has_list else self._split(piece)
        texts = [text for _, text in parts]
        listed = not has_list and not any(map(is_sentence, texts))
        if len(parts) > 1 and (listed or any(map(self._body, texts))):
            for number, text in parts:
                self._item(text, number, _place(piece, text))
            return
        inside = prose.within(piece.text, self.known)
        named_inside = len({name for name in inside if self.known(name)})
        lines = prose.lines([line.text for line in piece.lines], self.known)
        known = sum(bool(is_known) for _, _, is_known in lines)
        if named_inside > max(known, 1):
            if not names_bodies or not any(self.known(name) in self.listed for name in inside):
                for name in inside:
                    self._item(name, "", _place(piece, name), mentioned=names_bodies)
            else:
                self._drop(piece)
        elif known or not (has_list or is_wrapped(piece)):
            for start, count, is_known in lines:
                line = replace(piece, lines=piece.lines[start : start + count])
                self._line(line, is_known or not has_list)
        else:
            self._drop(piece)

    def _line(self, piece: Piece, candidate: bool) -> None:
        """One line of a paragraph: an item, or dropped; a short line that is dropped is a
        heading."""
        if self._body(piece.text) or (
            candidate
            and not is_sentence(piece.text)
            and not is_title(piece.text)
            and not OPENS.search(piece.text)
        ):
            self._item(piece.text, "", piece.place)
            return
        self._drop(piece)
        if not is_sentence(piece.text):
            self._under(piece.text)

    def _split(self, piece: Piece) -> list[tuple[str, str]]:
        """(number, text) of each item in one piece: numbered within, or between separators."""
        parts = markers.inline(piece.full_text) or [
            ("", text)
            for text in prose.separated(piece.text, self._body, one_line=len(piece.lines) == 1)
        ]
        return [(number, text) for number, text in parts if text]

    def _body(self, text: str) -> str | None:
        return body_named(text, self.known)


def _place(piece: Piece, name: str) -> str:
    """The line of the paragraph on which the name begins."""
    for line in piece.lines:
        if name.split()[0] in line.text and name[:12] in line.text:
            return line.place
    return piece.place
