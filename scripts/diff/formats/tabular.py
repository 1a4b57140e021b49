"""Tabular diff: the table that Frictionless' tabular diff format 0.8 describes and daff patches
with, as CSV. An action column comes first: @@ header, ! columns added and removed, +++ and ---
records, -> records with changed cells, which read old->new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...core.csv_table import line
from ..model import Diff, Event, Shape, record

# A cell that says NULL is text to us; underscores before it tell it from a missing value.
NULL = re.compile(r"_*NULL")


def render(diff: Diff, old_rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of CSV. `old_rows` are the cells of the old table's records, in any order: a
    line of the format has a record's other cells beside those that changed."""
    shape = diff.shape
    columns = written(shape)
    before = _before(diff, old_rows)
    marks = [_mark(name, shape) for name in columns]
    if any(marks):
        yield line(["!", *marks])
    yield line(["@@", *columns])
    for key, events in diff.records():
        yield from map(line, _record(events, columns, shape, before.get(key, {})))


def written(shape: Shape) -> list[str]:
    """The columns that the table has: the new side's in their order, then those removed. Ignored
    columns stand there with their old cells, so those of one side only have no place."""
    shared = {*shape.old_columns} & {*shape.new_columns}
    return [name for name in shape.new_columns if name in shared or name in shape.added] + [
        *shape.removed
    ]


def _mark(name: str, shape: Shape) -> str:
    return "+++" if name in shape.added else "---" if name in shape.removed else ""


def _before(diff: Diff, rows: Iterable[Sequence[str]]) -> dict[tuple[str, ...], dict[str, str]]:
    """The old records that have changed cells, by key."""
    changed = {event.key for event in diff.events if event.op == "changed"}
    columns = diff.shape.old_columns
    places = [columns.index(name) for name in diff.shape.key]
    keyed = ((tuple([row[place] for place in places]), row) for row in rows)
    return {key: record(columns, row) for key, row in keyed if key in changed}


def _record(
    events: list[Event], columns: Sequence[str], shape: Shape, before: Mapping[str, str]
) -> list[list[str]]:
    """The lines for one record: one, or two where an arrow could not say it."""
    first = events[0]
    if first.row is not None:
        own = shape.new_columns if first.op == "added" else shape.old_columns
        return [_line("+++" if first.op == "added" else "---", columns, record(own, first.row))]
    changes = {event.field or "": (event.old or "", event.new or "") for event in events}
    after = {name: changes[name][1] if name in changes else cell for name, cell in before.items()}
    if any(_differ_by_spaces(*change) for change in changes.values()):
        # daff marks such spaces with a visible sign, and patches with the sign.
        return [_line("---", columns, before), _line("+++", columns, after)]
    arrow = "->"
    while any(arrow in cell for cell in (*before.values(), *after.values())):
        arrow = f"-{arrow}"
    arrows = {name: _text(old) + arrow + _text(new) for name, (old, new) in changes.items()}
    return [_line(arrow, columns, {**before, **arrows})]


def _line(action: str, columns: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    return [action, *(cells.get(name, "") for name in columns)]


def _differ_by_spaces(old: str, new: str) -> bool:
    return old.replace(" ", "") == new.replace(" ", "")


def _text(cell: str) -> str:
    return f"_{cell}" if NULL.fullmatch(cell) else cell
