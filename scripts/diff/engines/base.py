"""What the engines share: tables with columns numbered over both sides, and lines to events.

Engines never see a column's name: column 3 of the shape is `c3`. So names may hold anything, and
two names that differ in case only are two columns on every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .. import sql as statement
from ..model import Event, Shape


class UnsureError(Exception):
    """A fast path met what it cannot vouch for; the exact path will read it and say what it is."""


def numbered(shape: Shape) -> Shape:
    """The shape with each column's name replaced by its number."""
    number = {name: f"c{index}" for index, name in enumerate(shape.columns)}

    def renamed(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(number[name] for name in names)

    return Shape(
        renamed(shape.key),
        renamed(shape.old_columns),
        renamed(shape.new_columns),
        renamed(shape.ignored),
        renamed(shape.columns),
    )


def side(shape: Shape, name: str) -> tuple[str, ...]:
    """The numbered columns of one side, `old` or `new`, in its own order."""
    numbers = numbered(shape)
    return numbers.old_columns if name == "old" else numbers.new_columns


def sql(shape: Shape) -> str:
    """The statement over tables `old` and `new` with numbered columns."""
    return statement.render(numbered(shape), "old", "new")


def events(lines: Iterable[tuple[Any, ...]], shape: Shape) -> Iterator[Event]:
    """The events in the lines that the statement gives."""
    columns = shape.columns
    names = dict(zip(numbered(shape).columns, columns, strict=True))
    width = len(shape.key)
    places = {
        "added": [width + 4 + columns.index(name) for name in shape.new_columns],
        "removed": [width + 4 + columns.index(name) for name in shape.old_columns],
    }
    for line in lines:
        key, op = line[:width], line[width]
        if op == "changed":
            yield Event(key, op, names[line[width + 1]], line[width + 2], line[width + 3])
        else:
            yield Event(key, op, row=tuple([line[place] for place in places[op]]))
