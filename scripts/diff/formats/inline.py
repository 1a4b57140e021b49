"""What people are shown of two cells: which words changed, and what both have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from ..model import Counts, Diff, Event

# A word, a run of spaces, or one sign; where words have no spaces between them, one character.
CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
WORDS = re.compile(rf"[{CJK}]|[^\W{CJK}]+|\s+|.", re.DOTALL)
# Longer cells are shown whole: matching takes time by the square of their length.
MOST_WORDS = 1000
# Of a run that did not change, so many words and spaces stay beside a change; the rest is folded
# if it is longer than a line.
BESIDE = 12
LONG = 24


class Piece(NamedTuple):
    """A part of a cell: in both versions, in the old one only, or in the new one only."""

    side: Literal["both", "old", "new"]
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """Two cells as the pieces that they share and do not, old before new."""
    a, b = WORDS.findall(old), WORDS.findall(new)
    if not old or not new or len(a) + len(b) > MOST_WORDS:
        return [Piece("old", old)] * bool(old) + [Piece("new", new)] * bool(new)
    found = []
    for tag, i, j, p, q in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("both", "".join(a[i:j])))
        else:
            found += [Piece("old", "".join(a[i:j]))] * (i < j)
            found += [Piece("new", "".join(b[p:q]))] * (p < q)
    return found


def folded(cell: list[Piece]) -> Iterator[Piece]:
    """The pieces with long runs that did not change cut down to the words beside a change."""
    for place, piece in enumerate(cell):
        words = WORDS.findall(piece.text)
        before = BESIDE if place > 0 else 0
        after = BESIDE if place < len(cell) - 1 else 0
        if piece.side != "both" or len(words) <= before + after + LONG:
            yield piece
        else:
            kept = words[:before], words[len(words) - after :]
            yield Piece("both", "".join(kept[0]) + "…" + "".join(kept[1]))


def side_of(cell: list[Piece], side: str, escaped: Callable[[str], str]) -> str:
    """One version of a cell as HTML, which Markdown reads too: its own pieces in <del> or <ins>."""
    tag = "del" if side == "old" else "ins"
    return "".join(
        escaped(text) if whose == "both" else f"<{tag}>{escaped(text)}</{tag}>"
        for whose, text in cell
        if whose in ("both", side)
    )


def printable(text: str) -> str:
    """The text with every character that a terminal would obey, or nobody would see, escaped."""
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character)[0] in "CZ" and character != " "
        else character
        for character in text
    )


def heading(diff: Diff, counts: Counts) -> list[str]:
    """The lines about the whole: the counts, then columns that differ or are not compared."""
    shape = diff.shape
    told = [
        f"{counts.added} added, {counts.removed} removed, "
        f"{counts.changed} changed in {counts.cells} cells"
    ]
    for what, names in (
        ("columns added", shape.added),
        ("columns removed", shape.removed),
        ("columns left out", shape.ignored),
    ):
        told += [f"{what}: {', '.join(names)}"] if names else []
    return told + [f"{name}: printed by one side only ({side})" for name, side in diff.one_sided]


def unfolded(diff: Diff) -> Iterable[tuple[tuple[str, ...], list[Event]]]:
    """The records with their events, but for those that the one-sided columns' lines stand for."""
    folded_away = {name for name, _ in diff.one_sided}
    for key, events in diff.records():
        if shown := [event for event in events if event.field not in folded_away]:
            yield key, shown
