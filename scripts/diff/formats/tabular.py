"""Tabular diff, as CSV: the table of Frictionless' tabular diff format 0.8, which daff can apply.
The first column is the action: @@ header, ! changes of columns, +++ and --- records, -> records
with changed cells, written old->new, + records with cells in a new column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...core.csv_table import line
from ..model import Diff, DiffSchema, Event, record
from . import Format

# To us a new cell NULL is text; an underscore before it tells it from a missing value. Old cells
# are matched as they are in the file.
NULL = re.compile(r"_*NULL")
# daff loses its place where a record is added after others.
PLACES = {"+++": 0, "---": 1}
Row = Mapping[str, str]


def render(diff: Diff) -> Iterator[str]:
    """The lines of CSV. A line has all cells of a record, not only those that changed. Where a
    column was added, every record has a line: without it, its cell would be missing."""
    schema = diff.schema
    columns = written(schema)
    if any(marks := _marks(columns, schema)):
        yield line(["!", *marks])
    yield line(["@@", *columns])
    before = _before(diff)
    lines: list[list[str]] = []
    for key, events in diff.records():
        lines += _record(events, columns, schema, before.pop(key, {}))
    if schema.added:
        lines += (_line("+", columns, row) for _, row in sorted(before.items()))
    yield from map(line, sorted(lines, key=lambda cells: PLACES.get(cells[0], 2)))


def written(schema: DiffSchema) -> list[str]:
    """The columns of the table: the new side's in their order, then those removed. Ignored columns
    keep their old cells, so an ignored column that only one side has is left out."""
    known = {*schema.aligned, *schema.added}
    return [name for name in schema.new_columns if name in known] + [*schema.removed]


def _marks(columns: list[str], schema: DiffSchema) -> list[str]:
    """What happened to each column: added, removed, renamed, or moved."""
    former = schema.former
    shared = [name for name in columns if name in schema.aligned and name not in schema.removed]
    moved = shared != [name for name in schema.aligned if name in shared]
    marks = {name: f"({former[name]})" if name in former else ":" * moved for name in shared}
    return [
        marks.get(name, "+++" if name in schema.added else "---" if name in schema.removed else "")
        for name in columns
    ]


def _before(diff: Diff) -> dict[tuple[str, ...], Row]:
    """The old records that need a line, by key: those with cells that differ, or all that both
    sides have."""
    schema = diff.schema
    gone = {event.key for event in diff.events if event.op == "removed"}
    differs = {event.key for event in diff.events if event.op in ("changed", "filled")}
    places = [schema.aligned.index(name) for name in schema.key]
    keyed = ((tuple([row[place] for place in places]), row) for row in diff.old_rows())
    return {
        key: record(schema.aligned, row)
        for key, row in keyed
        if key in differs or (schema.added and key not in gone)
    }


def _record(
    events: list[Event], columns: list[str], schema: DiffSchema, before: Row
) -> Iterable[list[str]]:
    """The lines for one record: none, one, or two where an arrow is not enough."""
    first = events[0]
    if first.row is not None:
        if first.op == "removed":
            return [_line("---", columns, record(schema.aligned, first.row))]
        return [_line("+++", columns, record(schema.new_columns, [*map(_text, first.row)]))]
    filled = {event.field or "": _text(event.new or "") for event in events if event.op == "filled"}
    changes = {
        event.field or "": (event.old or "", event.new or "")
        for event in events
        if event.op == "changed"
    }
    if not changes:
        return [_line("+", columns, {**before, **filled})] if before else []
    after = {name: changes[name][1] if name in changes else cell for name, cell in before.items()}
    if any(NULL.fullmatch(old) or _differ_by_spaces(old, new) for old, new in changes.values()):
        # daff looks for the record with our underscore, and with a sign in place of such spaces.
        kept = {name: _text(cell) for name, cell in after.items() if name not in schema.removed}
        return [_line("---", columns, before), _line("+++", columns, {**kept, **filled})]
    arrow = "->"
    while any(arrow in cell for cell in (*before.values(), *after.values(), *filled.values())):
        arrow = f"-{arrow}"
    arrows = {name: _text(old) + arrow + _text(new) for name, (old, new) in changes.items()}
    return [_line(arrow, columns, {**before, **filled, **arrows})]


def _line(action: str, columns: list[str], cells: Row) -> list[str]:
    return [action, *(cells.get(name, "") for name in columns)]


def _differ_by_spaces(old: str, new: str) -> bool:
    return old.replace(" ", "") == new.replace(" ", "")


def _text(cell: str) -> str:
    return f"_{cell}" if NULL.fullmatch(cell) else cell


FORMAT = Format("text/csv; charset=utf-8; header=present", "daff.csv", render)
