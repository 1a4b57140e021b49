"""What the engines share: tables with numbered columns, renames, and lines to events.

Engines never see a column's name: the old side's are `o0`, `o1`, …, the new side's `n0`, `n1`, ….
So names may hold anything, and two names that differ in case only are two columns on every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ...core.errors import UsageError
from .. import sql as statement
from ..model import Event, Shape

# SQLite joins 500 SELECTs at most, and the statement has one for each column, and one more.
MOST_COLUMNS = 499

Found = tuple[Shape, Iterable[Event]]
"""What an engine gives: the shape, with the renames that it found, and the events."""


# A file's history has many differences of one shape.
@lru_cache(maxsize=16)
def numbered(shape: Shape) -> Shape:
    """The shape with each column's name replaced by its side and number."""
    old = dict(zip(shape.aligned, (f"o{at}" for at in range(len(shape.aligned))), strict=True))
    new = {name: f"n{at}" for at, name in enumerate(shape.new_columns)}
    number = old | new
    return Shape(
        tuple(new[name] for name in shape.key),
        tuple(old.values()),
        tuple(new.values()),
        tuple((old[name], new[name]) for name in shape.aligned if name in new),
        tuple(number[name] for name in shape.ignored),
        tuple(number[name] for name in shape.columns),
    )


def side(shape: Shape, name: str) -> tuple[str, ...]:
    """The numbered columns of one side, `old` or `new`, in its own order."""
    numbers = numbered(shape)
    return numbers.old_columns if name == "old" else numbers.new_columns


def side_key(shape: Shape, name: str) -> list[str]:
    """The numbered key columns of one side, `old` or `new`."""
    numbers = numbered(shape)
    return [statement.former(numbers, at) if name == "old" else at for at in numbers.key]


@lru_cache(maxsize=16)
def sql(shape: Shape) -> str:
    """The statement over tables `old` and `new` with numbered columns. Raises UsageError where
    there are more columns than it takes."""
    if len(shape.compared) > MOST_COLUMNS:
        raise UsageError(
            f"{len(shape.compared)} columns to compare are more than the {MOST_COLUMNS} that one "
            "statement takes; compare some at a time, with --only"
        )
    return statement.render(numbered(shape), "old", "new")


def one_sided_cells(shape: Shape, old: str, new: str) -> str:
    """A query for the records of both sides: the cells of the removed columns, then those of the
    added ones. `renamed` reads what it gives."""
    numbers = numbered(shape)
    cells = [f"o.{name}" for name in numbers.removed] + [f"n.{name}" for name in numbers.added]
    keys = zip(side_key(shape, "old"), numbers.key, strict=True)
    matched = " AND ".join(f"o.{before} = n.{name}" for before, name in keys)
    return f"SELECT {', '.join(cells)} FROM {old} AS o JOIN {new} AS n ON {matched}"


def renamed(shape: Shape, cells: Iterable[Sequence[str]]) -> Shape:
    """The shape with the columns that have another name and the same cells.

    The columns of the old side alone, in order, take the first free column of the new side alone
    whose cells equal theirs in every record of both sides, unless all are empty. `cells` is read
    until no two columns can be the same any more.
    """
    width = len(shape.removed)
    alike = {at: list(range(len(shape.added))) for at in range(width)}
    filled: set[int] = set()
    for row in cells:
        old, new = row[:width], row[width:]
        for at, others in alike.items():
            alike[at] = [other for other in others if new[other] == old[at]]
        alike = {at: others for at, others in alike.items() if others}
        filled.update(at for at in alike if old[at])
        if not alike:
            return shape
    pairs, taken = [*shape.renamed], set()
    for at, others in alike.items():
        free = next((other for other in others if other not in taken), None)
        if at in filled and free is not None:
            taken.add(free)
            pairs.append((shape.removed[at], shape.added[free]))
    place = {name: at for at, name in enumerate(shape.old_columns)}
    return replace(shape, renamed=tuple(sorted(pairs, key=lambda pair: place[pair[0]])))


def events(lines: Iterable[tuple[Any, ...]], shape: Shape) -> Iterator[Event]:
    """The events in the lines that the statement gives."""
    columns = shape.columns
    names = dict(zip(numbered(shape).columns, columns, strict=True))
    width = len(shape.key)
    places = {
        "added": [width + 4 + columns.index(name) for name in shape.new_columns],
        "removed": [width + 4 + columns.index(name) for name in shape.aligned],
    }
    for line in lines:
        key, op = line[:width], line[width]
        if op in places:
            yield Event(key, op, row=tuple([line[place] for place in places[op]]))
        else:
            yield Event(key, op, names[line[width + 1]], line[width + 2], line[width + 3])
