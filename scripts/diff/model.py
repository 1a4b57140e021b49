"""What a difference is: plain data, made by an engine, read by renderers and by `apply`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple, Protocol, runtime_checkable

Op = Literal["added", "removed", "changed"]


class Event(NamedTuple):
    """One added record, one removed record, or one changed cell.

    `key` has the cells of the key columns. A changed cell has `field`, `old` and `new`; an added
    or removed record has `row`, its cells in the order of its own side's columns. All text.
    """

    key: tuple[str, ...]
    op: Op
    field: str | None = None
    old: str | None = None
    new: str | None = None
    row: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Shape:
    """Which columns two tables have, and which of them are compared.

    `ignored` columns have no events of their own, but added and removed records carry them.
    `order` is the order of columns in the schema; what it does not name follows, the old
    side's columns first.
    """

    key: tuple[str, ...]
    old_columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of either side, each once."""
        known = {*self.old_columns, *self.new_columns}
        ordered = (*self.order, *self.old_columns, *self.new_columns)
        return tuple(dict.fromkeys(name for name in ordered if name in known))

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns whose cells can be events: on both sides, no key, not ignored."""
        shared = {*self.old_columns} & {*self.new_columns} - {*self.key, *self.ignored}
        return tuple(name for name in self.columns if name in shared)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that only the new side has, those ignored apart."""
        gone = {*self.old_columns, *self.ignored}
        return tuple(name for name in self.columns if name not in gone)

    @property
    def removed(self) -> tuple[str, ...]:
        """The columns that only the old side has, those ignored apart."""
        gone = {*self.new_columns, *self.ignored}
        return tuple(name for name in self.columns if name not in gone)


@dataclass(frozen=True)
class Diff:
    """The difference between two tables, named `old` and `new`.

    `events` come by key, then by column: a tuple, or a stream that can be read once (`whole`
    makes it a tuple). `one_sided` has the columns that are empty all through one side, which
    renderers for people fold into one line, each with the name of the side that fills it.
    """

    old: str
    new: str
    shape: Shape
    events: Iterable[Event]
    one_sided: tuple[tuple[str, str], ...] = ()

    def whole(self) -> Diff:
        """The same difference with its events in a tuple."""
        return replace(self, events=tuple(self.events))

    def records(self) -> Iterator[tuple[tuple[str, ...], list[Event]]]:
        """The events of each record together, as (key, events), in order."""
        for key, events in groupby(self.events, key=lambda event: event.key):
            yield key, list(events)


@runtime_checkable
class Written(Protocol):
    """Events that an engine can write as CSV itself: half a million take seconds as objects."""

    def __iter__(self) -> Iterator[Event]: ...

    def written(self) -> Iterator[list[str | Event]]:
        """The events, some at a time, those of changed cells as lines of `render.csv`."""
        ...


@dataclass
class Counts:
    """How many records were added, removed and changed, and how many cells changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: int = 0
    _last: tuple[str, ...] | None = None

    def counted(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events, counted as they pass; they must come by key."""
        for event in events:
            if event.op == "added":
                self.added += 1
            elif event.op == "removed":
                self.removed += 1
            else:
                self.cells += 1
                self.changed += event.key != self._last
                self._last = event.key
            yield event

    def as_dict(self) -> dict[str, int]:
        """The counts under the names that the JSON of a diff gives them."""
        return {
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "cells": self.cells,
        }


def count(events: Iterable[Event]) -> Counts:
    """The counts of all `events`, which are read to the end."""
    counts = Counts()
    for _ in counts.counted(events):
        pass
    return counts


def record(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A record as a mapping from column to cell."""
    return dict(zip(columns, cells, strict=True))
