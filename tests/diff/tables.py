"""Generated tables, the files that hold them, and the difference computed in the simplest way."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from revisioned.diff.model import DiffSchema, Event, Op
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

KEYS = TEXT.filter(bool)


@dataclass(frozen=True)
class Pair:
    """Two tables with the same columns, the first `width` of them the key."""

    columns: Row
    width: int
    old: list[Row]
    new: list[Row]

    @property
    def schema(self) -> DiffSchema:
        """The schema of the comparison."""
        return DiffSchema(self.columns[: self.width], self.columns, self.columns)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two tables: the new one is the old one with records changed, removed, added and shuffled."""
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
    """The events between the two tables, from the definition."""
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
    """A file with the table; all lines end alike and cells are unchanged."""
    text = io.StringIO(newline="")
    # With its own line end, the writer quotes cells with either CR or LF.
    writer = csv.writer(text, lineterminator="\r\n", quoting=quoting)
    lines = []
    for row in (columns, *rows):
        text.seek(0)
        text.truncate()
        writer.writerow(row)
        lines.append(text.getvalue()[:-2])
    path.write_bytes(end.join([*lines, ""]).encode())
    return Source(path.name, path)


@dataclass(frozen=True)
class Reshaped:
    """Two tables with the same key, whose columns are added, removed, renamed, moved or swapped."""

    key: Row
    old_columns: Row
    new_columns: Row
    old: list[Row]
    new: list[Row]

    def sources(self, folder: Path, **form: Any) -> tuple[Source, Source]:
        """The two tables as files in a folder."""
        return (
            written(folder / "old.csv", self.old_columns, self.old, **form),
            written(folder / "new.csv", self.new_columns, self.new, **form),
        )

    def turned(self) -> Reshaped:
        """The same pair in reverse."""
        return Reshaped(self.key, self.new_columns, self.old_columns, self.new, self.old)

    def by_key(self, side: str) -> list[list[str]]:
        """The records of a side in key order."""
        columns, rows = (
            (self.old_columns, self.old) if side == "old" else (self.new_columns, self.new)
        )
        places = [columns.index(name) for name in self.key]
        return [[*row] for row in sorted(rows, key=lambda row: [row[at] for at in places])]


@st.composite
def reshaped(draw: st.DrawFn, keys: st.SearchStrategy[str] = KEYS) -> Reshaped:
    """A table and a reshaped version of it. Cells have few different values, so that columns are
    often equal."""
    cell = st.sampled_from(["", "a", "b", "a->b", "NULL", " a", "é"])
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    key, others = tuple(names[:1]), names[1:]
    kept = draw(st.lists(keys, max_size=6, unique=True))
    old = {one: {name: draw(cell) for name in others} for one in kept}
    free = [name for name in NAMES if name not in names]
    # Where a column of the new table gets its cells from: a column of the old table, or none.
    origin: dict[str, str | None] = {}
    for name in others:
        fate = draw(st.sampled_from(["stays", "stays", "goes", "is renamed", "is swapped"]))
        if fate == "is renamed" and free:
            origin[free.pop(0)] = name
        elif fate == "is swapped" and others:
            origin[name] = draw(st.sampled_from(others))
        elif fate == "stays":
            origin[name] = name
    origin |= dict.fromkeys(free[: draw(st.integers(0, 2))])
    new = {
        one: {
            name: row[source] if source and draw(st.integers(0, 9)) else draw(cell)
            for name, source in origin.items()
        }
        for one, row in old.items()
        if draw(st.integers(0, 4))
    }
    for one in draw(st.lists(keys, max_size=2)):
        new.setdefault(one, {name: draw(cell) for name in origin})
    sides = []
    for columns, rows in ((others, old), ([*origin], new)):
        order = draw(st.permutations([*key, *columns]))
        whole = [{key[0]: one, **row} for one, row in rows.items()]
        sides.append((tuple(order), [tuple(row[name] for name in order) for row in whole]))
    return Reshaped(key, sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def renames(pair: Reshaped) -> list[tuple[str, str]]:
    """The columns that have a new name and the same cells, from the definition."""
    old, new = (
        _by_key(pair.key, pair.old_columns, pair.old),
        _by_key(pair.key, pair.new_columns, pair.new),
    )
    both = [key for key in old if key in new]
    free = [name for name in pair.new_columns if name not in pair.old_columns]
    found = []
    for name in pair.old_columns:
        if name in pair.new_columns or not any(old[key][name] for key in both):
            continue
        for other in free:
            if all(old[key][name] == new[key][other] for key in both):
                found.append((name, other))
                free.remove(other)
                break
    return found


def events_of(pair: Reshaped) -> list[Event]:
    """The events of records between two tables with different columns, from the definition."""
    pairs = renames(pair)
    current = dict(pairs)
    aligned = [current.get(name, name) for name in pair.old_columns]
    old = _by_key(pair.key, aligned, pair.old)
    new = _by_key(pair.key, pair.new_columns, pair.new)
    columns = dict.fromkeys([*aligned, *pair.new_columns])
    raw = {
        "removed": dict(zip(old, pair.old, strict=True)),
        "added": dict(zip(new, pair.new, strict=True)),
    }
    found: list[Event] = []
    for key in sorted({*old, *new}):
        if key not in new or key not in old:
            op: Op = "removed" if key in old else "added"
            found.append(Event(key, op, row=raw[op][key]))
            continue
        for name in columns:
            before, after = old[key].get(name), new[key].get(name)
            if before is None and after:
                found.append(Event(key, "filled", name, None, after))
            elif after is None and before:
                found.append(Event(key, "emptied", name, before, None))
            elif None not in (before, after) and before != after:
                found.append(Event(key, "changed", name, before, after))
    return found


def _by_key(key: Row, columns: Sequence[str], rows: list[Row]) -> dict[Row, dict[str, str]]:
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    return {tuple(record[name] for name in key): record for record in records}
