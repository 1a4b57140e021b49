"""How two versions of a cell are shown: the words that changed, and what both have in common.

A difference is made visible even where both look the same: invisible characters, letters and
accents that are stored separately, spaces, line ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from ..core import diagnostics
from .model import Counts, Diff, Event

# A word, a run of spaces, or one sign; in scripts without spaces between words, one character.
CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
TOKENS = re.compile(rf"[{CJK}]|[^\W{CJK}]+|\s+|.", re.DOTALL)
# Longer cells are shown whole: matching takes quadratic time.
MAX_WORDS = 1000
# Next to a change this many unchanged words and spaces are shown; the rest is folded if it is
# longer than a line.
CONTEXT_TOKENS = 12
MIN_FOLDED_TOKENS = 24
# Characters without a glyph that Unicode counts as letters or marks.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
# A letter with the marks on it, and the parts of a Korean syllable.
CLUSTER = re.compile("[\u1100-\u115f][\u1161-\u11a7]?[\u11a8-\u11ff]?|.", re.DOTALL)


class Piece(NamedTuple):
    """A part of a cell: in both versions, in the old one only, or in the new one only."""

    side: Literal["both", "old", "new"]
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """Two cells as pieces: those that both have, and those of the old or the new one, old before
    new, made visible. Line ends that both have stay line ends."""
    shown = spelled if _look_alike(old, new) else _seen_alone
    return [
        Piece(side, _lines_kept(text) if side == "both" else shown(text))
        for side, text in _pieces(old, new)
    ]


def _pieces(old: str, new: str) -> list[Piece]:
    a, b = TOKENS.findall(old), TOKENS.findall(new)
    if not old or not new or len(a) + len(b) > MAX_WORDS:
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
    """The pieces, with long unchanged ones shortened to the words next to a change."""
    for place, piece in enumerate(cell):
        words = TOKENS.findall(piece.text)
        before = CONTEXT_TOKENS if place > 0 else 0
        after = CONTEXT_TOKENS if place < len(cell) - 1 else 0
        if piece.side != "both" or len(words) <= before + after + MIN_FOLDED_TOKENS:
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


def marked(event: Event, ranks: Sequence[str], escaped: Callable[[str], str]) -> list[str]:
    """The column of a cell that differs, and both versions of the cell, as `side_of` gives them. A
    column of `ranks` is said to have moved."""
    field, old, new = event.field or "", event.old or "", event.new or ""
    cell, moved = pieces(old, new), " (moved)" if field in ranks and old and new else ""
    sides = (side_of(cell, side, escaped) for side in ("old", "new"))
    return [escaped(printable_cell(field)) + moved, *sides]


def printable(text: str) -> str:
    """The text with these escaped: control characters, invisible ones, and letters and accents that
    are stored separately, which look like those stored as one."""
    if text.isascii() and text.isprintable():
        return text
    if unicodedata.is_normalized("NFC", text):
        return "".join(map(_visible, text))
    return "".join(map(_composed, _clusters(text)))


def printable_cell(text: str) -> str:
    """A whole cell made visible: `printable`, with spaces at the ends and double spaces escaped
    too. Line ends stay."""
    spaced = re.sub(r"^ +| +$|(?<= ) +", lambda found: r"\x20" * len(found[0]), text)
    return _lines_kept(spaced)


def spelled(text: str) -> str:
    """The text with every character escaped except plain letters, digits and signs."""
    return "".join(
        character if "!" <= character <= "~" and character != "\\" else _escape(character)
        for character in text
    )


def _seen_alone(text: str) -> str:
    """A piece that differs, made visible. Spaces alone, and an accent on an unchanged letter, are
    escaped."""
    if text.isspace():
        return spelled(text)
    if unicodedata.category(text[0])[0] == "M":
        return _escape(text[0]) + printable(text[1:])
    return printable(text)


def _lines_kept(text: str) -> str:
    return "\n".join(map(printable, text.replace("\r\n", "\n").split("\n")))


def _look_alike(old: str, new: str) -> bool:
    """Whether two texts look the same even as `printable` shows them."""
    return _seen(old) == _seen(new)


def _seen(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", printable(text)).split())


def _clusters(text: str) -> Iterator[str]:
    part = ""
    for found in CLUSTER.findall(text):
        if part and not unicodedata.combining(found[0]):
            yield part
            part = ""
        part += found
    yield part


def _composed(cluster: str) -> str:
    if unicodedata.is_normalized("NFC", cluster):
        return "".join(map(_visible, cluster))
    return "".join(one if one.isascii() else _escape(one) for one in cluster)


def _visible(character: str) -> str:
    return _escape(character) if UNSEEN.match(character) else diagnostics.excerpt(character)


def _escape(character: str) -> str:
    if character.isascii() and character.isprintable():
        return f"\\x{ord(character):02x}"
    return character.encode("unicode_escape").decode()


def heading(diff: Diff, counts: Counts) -> list[str]:
    """The lines about the whole difference: the counts, then columns that were added, removed,
    renamed or not compared."""
    schema = diff.schema
    cells = Counter((event.op, event.field) for event in diff.events)
    lines = [
        f"{counts.added} added, {counts.removed} removed, "
        f"{counts.changed} changed in {_many(counts.cells, 'cell')}"
    ]
    for name in schema.added:
        lines.append(f"column added: {name}, {_many(cells['filled', name], 'cell')} filled")
    for name in schema.removed:
        lines.append(f"column removed: {name}, {_many(cells['emptied', name], 'cell')} emptied")
    lines += [f"column renamed: {old} → {new}" for old, new in schema.renamed]
    lines += [f"columns left out: {', '.join(schema.ignored)}"] * bool(schema.ignored)
    one_sided = {*schema.added, *schema.removed}
    return lines + [
        f"{name}: empty on the other side ({side})"
        for name, side in diff.one_sided
        if name not in one_sided
    ]


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def unfolded(diff: Diff) -> Iterable[tuple[tuple[str, ...], list[Event]]]:
    """The records with their events, without the columns that are summed up in one line."""
    folded_away = {name for name, _ in diff.one_sided}
    for key, events in diff.records():
        if shown := [event for event in events if event.field not in folded_away]:
            yield key, shown
