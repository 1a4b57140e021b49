"""What the engines share: tables with numbered columns, renames, and lines to events.

Engines never see a column's name: the old side's are `o0`, `o1`, …, the new side's `n0`, `n1`, ….
So names may contain anything, and names that differ only in case are two columns on every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ...core.errors import UsageError
from .. import sql as statement
from ..model import DiffSchema, Event

# SQLite takes at most 500 SELECTs in a UNION. The statement has one for each column, and one more.
MAX_COLUMNS = 499

Found = tuple[DiffSchema, Iterable[Event]]
"""What an engine gives: the schema, with the renames that it found, and the events."""


# The history of a file has many differences with the same schema.
@lru_cache(maxsize=16)
def numbered(schema: DiffSchema) -> DiffSchema:
    """The schema with each column's name replaced by its side and number."""
    old = dict(zip(schema.aligned, (f"o{at}" for at in range(len(schema.aligned))), strict=True))
    new = {name: f"n{at}" for at, name in enumerate(schema.new_columns)}
    number = old | new
    return DiffSchema(
        tuple(new[name] for name in schema.key),
        tuple(old.values()),
        tuple(new.values()),
        tuple((old[name], new[name]) for name in schema.aligned if name in new),
        tuple(number[name] for name in schema.ignored),
        tuple(number[name] for name in schema.columns),
    )


def side(schema: DiffSchema, name: str) -> tuple[str, ...]:
    """The numbered columns of one side, `old` or `new`, in its own order."""
    numbers = numbered(schema)
    return numbers.old_columns if name == "old" else numbers.new_columns


def side_key(schema: DiffSchema, name: str) -> list[str]:
    """The numbered key columns of one side, `old` or `new`."""
    numbers = numbered(schema)
    return [*(numbers.old_key if name == "old" else numbers.key)]


@lru_cache(maxsize=16)
def sql(schema: DiffSchema) -> str:
    """The statement over tables `old` and `new` with numbered columns. Raises UsageError for more
    columns than it can take."""
    if len(schema.compared) > MAX_COLUMNS:
        raise UsageError(
            f"{len(schema.compared)} columns to compare are more than the {MAX_COLUMNS} that one "
            "statement takes; compare some at a time, with --only"
        )
    return statement.render(numbered(schema), "old", "new")


def one_sided_cells(schema: DiffSchema, old: str, new: str) -> str:
    """A query for the records that both sides have: the cells of the removed columns, then those of
    the added ones. `renamed` reads its result."""
    numbers = numbered(schema)
    cells = [f"o.{name}" for name in numbers.removed] + [f"n.{name}" for name in numbers.added]
    keys = zip(side_key(schema, "old"), numbers.key, strict=True)
    matched = " AND ".join(f"o.{before} = n.{name}" for before, name in keys)
    return f"SELECT {', '.join(cells)} FROM {old} AS o JOIN {new} AS n ON {matched}"


def renamed(schema: DiffSchema, cells: Iterable[Sequence[str]]) -> DiffSchema:
    """The schema with the renames that the cells show.

    Each column that only the old side has, in order, is renamed to the first free column that only
    the new side has, and whose cells are equal in every record of both sides, unless all are empty.
    `cells` is read until no pair is possible any more.
    """
    width = len(schema.removed)
    alike = {at: list(range(len(schema.added))) for at in range(width)}
    filled: set[int] = set()
    for row in cells:
        old, new = row[:width], row[width:]
        for at, others in alike.items():
            alike[at] = [other for other in others if new[other] == old[at]]
        alike = {at: others for at, others in alike.items() if others}
        filled.update(at for at in alike if old[at])
        if not alike:
            return schema
    pairs, taken = [*schema.renamed], set()
    for at, others in alike.items():
        free = next((other for other in others if other not in taken), None)
        if at in filled and free is not None:
            taken.add(free)
            pairs.append((schema.removed[at], schema.added[free]))
    place = {name: at for at, name in enumerate(schema.old_columns)}
    return replace(schema, renamed=tuple(sorted(pairs, key=lambda pair: place[pair[0]])))


def events(lines: Iterable[tuple[Any, ...]], schema: DiffSchema) -> Iterator[Event]:
    """The events in the lines that the statement returns."""
    columns = schema.columns
    names = dict(zip(numbered(schema).columns, columns, strict=True))
    width = len(schema.key)
    places = {
        "added": [width + 4 + columns.index(name) for name in schema.new_columns],
        "removed": [width + 4 + columns.index(name) for name in schema.aligned],
    }
    for line in lines:
        key, op = line[:width], line[width]
        if op in places:
            yield Event(key, op, row=tuple([line[place] for place in places[op]]))
        else:
            yield Event(key, op, names[line[width + 1]], line[width + 2], line[width + 3])
