"""Apply a difference to the table that it starts from, and reverse it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from ..core import csv_table, strict_json
from ..core.csv_table import Table, key_faults
from ..core.diagnostics import Finding
from ..core.errors import InputError, UsageError
from . import source
from .model import Diff, DiffSchema, Event, Op, record
from .readers import Asked

Key = tuple[str, ...]
Rows = dict[Key, dict[str, str]]
INVERSE: Mapping[Op, Op] = {
    "added": "removed",
    "removed": "added",
    "changed": "changed",
    "filled": "emptied",
    "emptied": "filled",
}
# Which of `old` and `new` an event of a cell has.
CELL = {"changed": ("old", "new"), "filled": ("new",), "emptied": ("old",)}


def apply_file(patch: str, file: str, delimiter: str = "") -> tuple[Table, tuple[str, ...]]:
    """The table in `file` after the difference in `patch`, and notes on how the file was read.
    Raises InputError for what cannot be read, and as `apply` does."""
    diff = loads(source.data(patch), patch)
    with ExitStack() as stack:
        found = source.find(file, stack, Asked(diff.schema.old_key, delimiter))
        return apply(diff, csv_table.read(found.path, found.name)), found.notes


def apply(diff: Diff, table: Table) -> Table:
    """The table after the difference: the new side's columns in its order, its records by key.

    Raises UsageError where the difference leaves out columns. Raises InputError where the table has
    other columns than the old side, or naming every record that does not fit; nothing is applied
    in part. The order of records and the line ends of a file are not part of a difference.
    """
    schema = diff.schema
    if schema.ignored:
        raise UsageError(
            "this difference cannot be applied because it leaves out columns: "
            + ", ".join(schema.ignored)
        )
    _refuse_columns(schema, table)
    rows, where = _keyed(table, schema)
    faults = [
        Finding(table.file, where.get(event.key), event.field, reason, "patch")
        for event in diff.events
        if (reason := _step(rows, event, schema))
    ]
    faults += _left_over(rows, where, diff, table.file)
    if faults:
        raise InputError(faults)
    records = [[rows[key].get(name, "") for name in schema.new_columns] for key in sorted(rows)]
    return Table(table.file, [*schema.new_columns], list(enumerate(records, 2)))


def inverse(diff: Diff) -> Diff:
    """The difference from new to old, without `ranks` and `one_sided`. The events of `diff` must be
    a tuple."""
    schema = diff.schema
    turned = DiffSchema(
        schema.old_key,
        schema.new_columns,
        schema.old_columns,
        tuple((name, schema.former[name]) for name in schema.new_columns if name in schema.former),
        order=schema.order,
    )
    ignored = {*map(schema.old_name, schema.ignored)}
    turned = replace(turned, ignored=tuple(name for name in turned.columns if name in ignored))
    place = {name: at for at, name in enumerate(turned.columns)}
    events = [
        event._replace(
            op=INVERSE[event.op],
            field=event.field and schema.old_name(event.field),
            old=event.new,
            new=event.old,
        )
        for event in diff.events
    ]
    events.sort(key=lambda event: (event.key, place.get(event.field or "", -1)))
    return Diff(diff.new, diff.old, turned, tuple(events))


def loads(data: bytes, file: str) -> Diff:
    """The difference in these bytes of JSON. Raises InputError where it is not one."""
    whole = strict_json.parse(data, file)
    try:
        schema = _schema(whole)
        listed = whole.get("events")
        if not isinstance(listed, list):
            raise ValueError("its `events` are not a list")
        events = tuple(_event(number, event, schema) for number, event in enumerate(listed, 1))
        old, new = (_text(whole, name, "it") for name in ("old", "new"))
    except ValueError as error:
        reason = f"not a difference as JSON: {error}"
        raise InputError([Finding(file, None, None, reason, "patch")]) from None
    return Diff(old, new, schema, events)


def _refuse_columns(schema: DiffSchema, table: Table) -> None:
    lacks = [name for name in schema.old_columns if name not in table.columns]
    has = [name for name in table.columns if name not in schema.old_columns]
    if lacks or has:
        differs = [f"missing: {', '.join(lacks)}"] * bool(lacks)
        differs += [f"not expected: {', '.join(has)}"] * bool(has)
        reason = f"the columns are not those that the difference starts from: {'; '.join(differs)}"
        raise InputError([Finding(table.file, 1, None, reason, "patch")])


def _keyed(table: Table, schema: DiffSchema) -> tuple[Rows, dict[Key, int]]:
    """The records by key, with the new side's names of columns, and the line of each. Raises
    InputError for every empty or double key."""
    current = dict(schema.renamed)
    if faults := key_faults(table, schema.old_key):
        raise InputError(faults)
    rows: Rows = {}
    where: dict[Key, int] = {}
    for line, row in table.numbered():
        cells = tuple(row[name] for name in schema.old_key)
        rows[cells] = {current.get(name, name): cell for name, cell in row.items()}
        where[cells] = line
    return rows, where


def _step(rows: Rows, event: Event, schema: DiffSchema) -> str | None:
    """Change `rows` by one event. Returns the reason if it does not fit."""
    name = ", ".join(event.key)
    row = rows.get(event.key)
    if event.row is None:
        if row is None:
            return f"{name} is not in the file, so nothing in it can change"
        field, old = event.field or "", event.old or ""
        if row.get(field, "") != old:
            return f"{name} has {row.get(field, '')!r} where the difference starts from {old!r}"
        row[field] = event.new or ""
        return None
    if event.op == "added":
        if row is not None:
            return f"{name} is already in the file, so it cannot be added"
        rows[event.key] = record(schema.new_columns, event.row)
    elif row != record(schema.aligned, event.row):
        return f"{name} is not here" if row is None else f"{name} has other cells than the removed"
    else:
        del rows[event.key]
    return None


def _left_over(rows: Rows, where: Mapping[Key, int], diff: Diff, file: str) -> Iterable[Finding]:
    """A finding for each cell in a removed column that the difference does not mention."""
    for key, row in rows.items():
        for column in diff.schema.removed:
            if row.get(column):
                reason = f"{', '.join(key)} has {row[column]!r} in a column that goes, and the"
                reason += " difference does not say so"
                yield Finding(file, where.get(key), column, reason, "patch")


def _schema(whole: Mapping[str, Any]) -> DiffSchema:
    """The columns of a difference. Raises ValueError where they contradict each other."""
    key, sides = _columns(whole, "key"), whole.get("columns")
    if not key:
        raise ValueError("its `key` names no column")
    if not isinstance(sides, Mapping):
        raise ValueError("its `columns` are not an object")
    if not {"old", "new"} <= {*sides}:
        raise ValueError("its `columns` lack `old` and `new`; make it again with this version")
    old, new, ignored = (_columns(sides, name) for name in ("old", "new", "ignored"))
    pairs = sides.get("renamed", [])
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(n, str) for n in pair)
        for pair in pairs
    ):
        raise ValueError("its `renamed` is not a list of pairs of columns")
    schema = DiffSchema(key, old, new, tuple((before, after) for before, after in pairs), ignored)
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    if not (
        len({*old}) == len(old)
        and len({*new}) == len(new)
        and len({*before}) == len({*after}) == len(pairs)
        and {*before} <= {*old} - {*new}
        and {*after} <= {*new} - {*old}
        and {*key} <= {*schema.aligned} & {*new}
        and {*ignored} <= {*schema.columns} - {*key}
        and (*schema.added, *schema.removed)
        == (*_columns(sides, "added"), *_columns(sides, "removed"))
    ):
        raise ValueError("its `columns` contradict each other")
    return schema


def _event(number: int, event: object, schema: DiffSchema) -> Event:
    """The event in an object. Raises ValueError where it is not one."""
    where = f"event {number}"
    if not isinstance(event, Mapping) or not isinstance(event.get("key"), Mapping):
        raise ValueError(f"{where} has no `key` with its cells")
    cells = tuple(_text(event["key"], name, f"the key of {where}") for name in schema.key)
    op = next((known for known in INVERSE if known == event.get("op")), None)
    if op is None:
        raise ValueError(f"{where} has no `op` {', '.join(INVERSE)}")
    if op in CELL:
        field = _text(event, "field", where)
        if schema.ops.get(field) != op:
            raise ValueError(f"{where}: {field!r} is not a column with cells that can be {op}")
        parts = {name: _text(event, name, where) for name in CELL[op]}
        return Event(cells, op, field, parts.get("old"), parts.get("new"))
    row = event.get("row")
    if not isinstance(row, Mapping):
        raise ValueError(f"{where} has no `row` with the cells of its record")
    own = schema.own(op)
    if {*row} != {*own}:
        raise ValueError(f"the row of {where} has other columns than its side")
    record_cells = tuple(_text(row, name, f"the row of {where}") for name in own)
    columns = schema.new_columns if op == "added" else schema.aligned
    named = record(columns, record_cells)
    if tuple(named[name] for name in schema.key) != cells:
        raise ValueError(f"the key of {where} is not that of its row")
    return Event(cells, op, row=record_cells)


def _text(item: Mapping[str, Any], name: str, where: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{where} has no text for `{name}`")
    return value


def _columns(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(column, str) for column in value):
        raise ValueError(f"its `{name}` is not a list of columns")
    return tuple(value)
