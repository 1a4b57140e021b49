"""What a difference is: plain data, made by an engine, read by formats and by `apply`.

The differences between two tables with a key are events: records are `added` or `removed`; in
records that both sides have, cells are `changed`, or in a column that only one side has, `filled`
(new side) or `emptied` (old side). The columns themselves, with renames, are in the schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple, Protocol, runtime_checkable

Op = Literal["added", "removed", "changed", "filled", "emptied"]
ColumnOp = Literal["column_added", "column_removed", "column_renamed"]


class Event(NamedTuple):
    """A record that only one side has, or a cell that differs. All values are text.

    `key` has the cells of the key columns. A changed cell has `field`, `old` and `new`; a filled
    one has no `old`, an emptied one no `new`. An added or removed record has `row`, its cells in
    the order of its own side's columns.
    """

    key: tuple[str, ...]
    op: Op
    field: str | None = None
    old: str | None = None
    new: str | None = None
    row: tuple[str, ...] | None = None


class ColumnEvent(NamedTuple):
    """A column that was added or removed, in `field`, or renamed, from `old` to `new`."""

    op: ColumnOp
    field: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class DiffSchema:
    """Which columns two tables have, and which of them are compared.

    A column of both sides goes by its name on the new side: `renamed` has the pairs (old, new) of
    those whose names differ, and `key` has new names. `ignored` columns have no events of their
    own, but added and removed records carry them. `order` is the order of columns in the
    descriptor; columns that it does not name follow, the old side's first. Cells of the columns
    `ranks` are places in an order.
    """

    key: tuple[str, ...]
    old_columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()

    @cached_property
    def aligned(self) -> tuple[str, ...]:
        """The old side's columns in its order, by the names of the new side."""
        new = dict(self.renamed)
        return tuple(new.get(name, name) for name in self.old_columns)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column of either side, each once."""
        known = {*self.aligned, *self.new_columns}
        ordered = (*self.order, *self.aligned, *self.new_columns)
        return tuple(dict.fromkeys(name for name in ordered if name in known))

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The columns whose cells can be events: not in the key, not ignored."""
        apart = {*self.key, *self.ignored}
        return tuple(name for name in self.columns if name not in apart)

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The columns that only the new side has, in its order, without those ignored."""
        known = {*self.aligned, *self.ignored}
        return tuple(name for name in self.new_columns if name not in known)

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """The columns that only the old side has, in its order, without those ignored."""
        known = {*self.new_columns, *self.ignored}
        return tuple(name for name in self.aligned if name not in known)

    @cached_property
    def ops(self) -> dict[str, Op]:
        """The op of a cell's event, for each column that is compared."""
        one_sided: dict[str, Op] = {
            **dict.fromkeys(self.added, "filled"),
            **dict.fromkeys(self.removed, "emptied"),
        }
        return {name: one_sided.get(name, "changed") for name in self.compared}

    @cached_property
    def former(self) -> dict[str, str]:
        """The old name of each column that was renamed, by its new name."""
        return {new: old for old, new in self.renamed}

    def old_name(self, name: str) -> str:
        """The name of the column on the old side."""
        return self.former.get(name, name)

    @property
    def old_key(self) -> tuple[str, ...]:
        """The key, by the names of the old side."""
        return tuple(map(self.old_name, self.key))

    def own(self, op: str) -> tuple[str, ...]:
        """The columns of a record that was `added` or `removed`, by the names of its own side."""
        return self.new_columns if op == "added" else self.old_columns

    def own_key(self, op: str) -> tuple[str, ...]:
        """The key of a record that was `added` or `removed`, by the names of its own side."""
        return self.key if op == "added" else self.old_key

    def column_events(self) -> Iterator[ColumnEvent]:
        """The events of the columns themselves."""
        for name in self.added:
            yield ColumnEvent("column_added", name)
        for name in self.removed:
            yield ColumnEvent("column_removed", name)
        for old, new in self.renamed:
            yield ColumnEvent("column_renamed", old=old, new=new)


@dataclass(frozen=True)
class Diff:
    """The difference between two tables, named `old` and `new`.

    `events` come by key, then by column: a tuple, or a stream that can be read once (`whole` makes
    it a tuple). `one_sided` has the columns that formats for people fold into one line, since all
    their cells are empty on one side, each with the name of the other side. `old_rows` and
    `new_rows` read the cells of a side's records again, in any order.
    """

    old: str
    new: str
    schema: DiffSchema
    events: Iterable[Event]
    one_sided: tuple[tuple[str, str], ...] = ()
    old_rows: Callable[[], Iterable[Sequence[str]]] = tuple
    new_rows: Callable[[], Iterable[Sequence[str]]] = tuple

    def whole(self) -> Diff:
        """The same difference with its events in a tuple."""
        return replace(self, events=tuple(self.events))

    def records(self) -> Iterator[tuple[tuple[str, ...], list[Event]]]:
        """The events of each record together, as (key, events), in order."""
        for key, events in groupby(self.events, key=lambda event: event.key):
            yield key, list(events)


@runtime_checkable
class CsvWritable(Protocol):
    """Events that an engine can write as CSV itself: as objects, half a million take seconds."""

    def __iter__(self) -> Iterator[Event]: ...

    def written(self) -> Iterator[str]:
        """The events as lines of `formats.csv`, some at a time."""
        ...


@dataclass
class Counts:
    """How many records were added, removed and changed, how many cells changed in them, and how
    many cells of columns of one side were filled and emptied."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: int = 0
    filled: int = 0
    emptied: int = 0
    _last: tuple[str, ...] | None = None

    def counted(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events, which are counted as they pass. They must be in the order of their
        keys."""
        for event in events:
            if event.op == "changed":
                self.cells += 1
                self.changed += event.key != self._last
                self._last = event.key
            else:
                setattr(self, event.op, getattr(self, event.op) + 1)
            yield event

    def as_dict(self) -> dict[str, int]:
        """The counts by their names in the JSON of a diff."""
        return {
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "cells": self.cells,
            "filled": self.filled,
            "emptied": self.emptied,
        }


def count(events: Iterable[Event]) -> Counts:
    """The counts of all `events`. Reads them to the end."""
    counts = Counts()
    for _ in counts.counted(events):
        pass
    return counts


def record(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A record as a mapping from column to cell."""
    return dict(zip(columns, cells, strict=True))
