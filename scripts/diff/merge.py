"""Merge three tables into one. The result has what either side changed since the base; a cell that
both changed, but not to the same, is a conflict, named by key and column.

As in every difference here, cells are text, records are matched by key, and order and line ends are
not data. A column or a record that one side removed is gone if the other changed nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from ..core.csv_table import Table, key_faults
from ..core.diagnostics import excerpt
from ..core.errors import InputError

Key = tuple[str, ...]
Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Conflict:
    """A cell, or with `column` "" a whole record, that both sides changed to something different. A
    text is None where that side has no such record or column."""

    key: Key
    column: str
    base: str | None
    ours: str | None
    theirs: str | None

    def __str__(self) -> str:
        what = ", ".join(self.key)
        if self.column:
            what += f": {self.column}"
        sides = {"base": self.base, "ours": self.ours, "theirs": self.theirs}
        said = (
            f"{side} has {'nothing' if text is None else repr(text)}"
            for side, text in sides.items()
        )
        return excerpt(f"{what}: {', '.join(said)}")


@dataclass(frozen=True)
class Merged:
    """The merged table, and the conflicts. If there are any, the table must not be used."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    conflicts: tuple[Conflict, ...]


def merge(base: Table, ours: Table, theirs: Table, key: Sequence[str]) -> Merged:
    """Merge two tables that come from `base`. Raises InputError where a table lacks a column of the
    key, or a record's key is empty or not unique."""
    sides = [_Side.of(table, tuple(key)) for table in (base, ours, theirs)]
    columns, conflicts = _columns(*sides)
    rows: dict[Key, Row] = {}
    found = list(conflicts)
    for name in _keys(*sides):
        row, clashes = _record(name, columns, *(side.rows.get(name) for side in sides))
        found += clashes
        if row is not None:
            rows[name] = row
    cells = tuple(tuple(row.get(name, "") for name in columns) for row in rows.values())
    return Merged(columns, cells, tuple(found))


@dataclass(frozen=True)
class _Side:
    """One of the three tables: its columns, and its records by key in the order of the file."""

    columns: tuple[str, ...]
    rows: dict[Key, Row]

    @classmethod
    def of(cls, table: Table, key: Key) -> _Side:
        if faults := key_faults(table, key):
            raise InputError(faults)
        rows = {tuple(row[name] for name in key): row for row in table.dicts()}
        return cls(tuple(table.columns), rows)


def _columns(base: _Side, ours: _Side, theirs: _Side) -> tuple[tuple[str, ...], Iterator[Conflict]]:
    """The columns of the result, and what one side changed in a column that the other removed."""
    gone = [name for name in base.columns if name not in ours.columns or name not in theirs.columns]
    mine, other = ([name for name in side.columns if name not in gone] for side in (ours, theirs))
    if ours.columns == base.columns:
        columns = other
    else:
        columns = mine if theirs.columns == base.columns else _woven(mine, other)

    def lost() -> Iterator[Conflict]:
        for name in gone:
            for side, other in ((ours, theirs), (theirs, ours)):
                if name not in side.columns:
                    continue
                for key, row in side.rows.items():
                    old = base.rows.get(key, {}).get(name, "")
                    if row[name] != old and (key in other.rows or key not in base.rows):
                        has = (row[name], None) if side is ours else (None, row[name])
                        yield Conflict(key, name, old, *has)

    return tuple(columns), lost()


def _keys(base: _Side, ours: _Side, theirs: _Side) -> list[Key]:
    """Every key: sorted if all files are sorted, else in our order, with each key that they added
    after the one that it follows in their file."""
    if all(list(side.rows) == sorted(side.rows) for side in (base, ours, theirs)):
        return sorted({*base.rows, *ours.rows, *theirs.rows})
    return _woven(list(ours.rows), list(theirs.rows))


def _woven(first: list[T], second: list[T]) -> list[T]:
    """The first list, with each item that only the second has after the item that it follows
    there."""
    known = {*first}
    behind: dict[T | None, list[T]] = {}
    last: T | None = None
    for item in second:
        if item in known:
            last = item
        else:
            behind.setdefault(last, []).append(item)
    return [*behind.get(None, ()), *chain.from_iterable((i, *behind.get(i, ())) for i in first)]


def _record(
    key: Key, columns: Sequence[str], base: Row | None, ours: Row | None, theirs: Row | None
) -> tuple[Row | None, list[Conflict]]:
    """The merged record; None where it is removed."""
    if ours is None or theirs is None:
        there = ours if theirs is None else theirs
        if there is None or base is None:
            return there, []
        if _same(base, there):
            return None, []
        has = (_in_words(there), None) if theirs is None else (None, _in_words(there))
        return there, [Conflict(key, "", _in_words(base), *has)]
    row: Row = {}
    conflicts = []
    for name in columns:
        # In a record that both added, an empty cell is a value too.
        old = base.get(name, "") if base else None
        mine, other = ours.get(name, old), theirs.get(name, old)
        row[name] = (other if mine == old else mine) or ""
        if mine != other and old not in (mine, other):
            conflicts.append(Conflict(key, name, old, mine, other))
    return row, conflicts


def _same(base: Row, now: Row) -> bool:
    """Whether a side changed nothing in a record. A cell of an added column counts if it is not
    empty."""
    return all(cell == base.get(name, "") for name, cell in now.items())


def _in_words(row: Row) -> str:
    return ", ".join(f"{name}={cell}" for name, cell in row.items() if cell)
