"""Generated tables, files to hold them, and the difference computed as plainly as can be."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from revisioned.diff.model import Event, Shape
from revisioned.diff.source import Source

Row = tuple[str, ...]

NASTY = (
    *("", " ", "a", "A", "a ", "0", "7", "007", "7.0", "NULL", "_NULL", "true", "#", "'", "\\N"),
    *('"', '""', ",", ",,", "\n", "\r", "\r\n", "\0", '",\n"', 'a"b', "a,b", "a\nb", "a->b", "+++"),
    *("\ufeff", "\u00a0", "é", unicodedata.normalize("NFD", "é"), "聯合國", "\U0001f5fa"),
)
NAMES = ("a", "A", "b", 'q"q', "it's", "key_a", "old_b", "c1", "select", "op", "x,y", "聯合國")
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.lists(st.sampled_from(NASTY), max_size=4).map("".join),
)


@dataclass(frozen=True)
class Pair:
    """Two tables with the same columns, the first `width` of them the key."""

    columns: Row
    width: int
    old: list[Row]
    new: list[Row]

    @property
    def shape(self) -> Shape:
        """The shape of the comparison."""
        return Shape(self.columns[: self.width], self.columns, self.columns)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two tables, the new one made from the old by changing, removing, adding and shuffling."""
    columns = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)))
    width = draw(st.integers(1, min(2, len(columns))))
    cells = st.tuples(*[TEXT.filter(bool)] * width, *[TEXT] * (len(columns) - width))
    rows = st.lists(cells, max_size=8, unique_by=lambda row: row[:width])
    old = draw(rows)
    kept = [
        (*row[:width], *(draw(TEXT) for _ in row[width:])) if draw(st.booleans()) else row
        for row in old
        if draw(st.integers(0, 4))
    ]
    known = {row[:width] for row in kept}
    new = kept + [row for row in draw(rows) if row[:width] not in known]
    return Pair(columns, width, old, draw(st.permutations(new)) if draw(st.booleans()) else new)


def expected(pair: Pair) -> list[Event]:
    """The events between the two tables, by the definition."""
    width, columns = pair.width, pair.columns
    old = {row[:width]: row for row in pair.old}
    new = {row[:width]: row for row in pair.new}
    events: list[Event] = []
    for key in sorted({*old, *new}):
        if key not in new:
            events.append(Event(key, "removed", row=old[key]))
        elif key not in old:
            events.append(Event(key, "added", row=new[key]))
        else:
            events += [
                Event(key, "changed", name, a, b)
                for name, a, b in zip(columns, old[key], new[key], strict=True)
                if a != b
            ]
    return events


def written(
    path: Path,
    columns: Row,
    rows: list[Row],
    end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> Source:
    """A file with the table, every line with the same end, the cells as they are."""
    text = io.StringIO(newline="")
    # The writer's own line end makes it quote both CR and LF in cells.
    writer = csv.writer(text, lineterminator="\r\n", quoting=quoting)
    lines = []
    for row in (columns, *rows):
        text.seek(0)
        text.truncate()
        writer.writerow(row)
        lines.append(text.getvalue()[:-2])
    path.write_bytes(end.join([*lines, ""]).encode())
    return Source(path.name, path)
