"""Applying a difference to the table it starts from, and turning it round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..core import strict_json
from ..core.csv_table import Table
from ..core.diagnostics import Finding
from ..core.errors import InputError, UsageError
from .model import Diff, Event, Op, Shape, record

Key = tuple[str, ...]
Rows = dict[Key, dict[str, str]]


def apply(diff: Diff, table: Table) -> Table:
    """The table after the difference: the old side's records turned into the new side's, by key.

    Raises UsageError where the difference has columns that only one side has or that it leaves
    out: what their cells become it does not say. Raises InputError naming every record that
    does not fit; nothing is applied in part.
    """
    unfit = (*diff.shape.added, *diff.shape.removed, *diff.shape.ignored)
    if unfit:
        raise UsageError(
            "this difference cannot be applied, it does not say what becomes of the columns: "
            + ", ".join(unfit)
        )
    rows, where = _keyed(table, diff.shape.key)
    faults = [
        Finding(table.file, where.get(event.key), event.field, reason, "patch")
        for event in diff.events
        if (reason := _step(rows, event, table.columns, diff.shape))
    ]
    if faults:
        raise InputError(faults)
    records = [[*rows[key].values()] for key in sorted(rows)]
    return Table(table.file, table.columns, list(enumerate(records, 2)))


def inverse(diff: Diff) -> Diff:
    """The difference from new to old. Its events must be a tuple."""
    shape = diff.shape
    turned = replace(shape, old_columns=shape.new_columns, new_columns=shape.old_columns)
    ops: dict[Op, Op] = {"added": "removed", "removed": "added", "changed": "changed"}
    events = tuple(
        event._replace(op=ops[event.op], old=event.new, new=event.old) for event in diff.events
    )
    return Diff(diff.new, diff.old, turned, events)


def loads(data: bytes, file: str) -> Diff:
    """The difference in its JSON. Raises InputError where it is no such thing."""
    whole = strict_json.parse(data, file)
    try:
        key = _columns(whole, "key")
        if not key:
            raise ValueError("its `key` names no column")
        sides = whole.get("columns")
        if not isinstance(sides, Mapping):
            raise ValueError("its `columns` are no object")
        only_old, only_new, ignored = (
            _columns(sides, name) for name in ("removed", "added", "ignored")
        )
        listed = whole.get("events")
        if not isinstance(listed, list):
            raise ValueError("its `events` are no list")
        events = tuple(_event(number, event, key) for number, event in enumerate(listed, 1))
        names = _names(listed, key)
        old, new = (_text(whole, name, "it") for name in ("old", "new"))
    except ValueError as error:
        reason = f"not a difference as JSON: {error}"
        raise InputError([Finding(file, None, None, reason, "patch")]) from None
    return Diff(old, new, Shape(key, names + only_old, names + only_new, ignored), events)


def _keyed(table: Table, key: Key) -> tuple[Rows, dict[Key, int]]:
    """The records by key, and the line of each. Raises InputError for a missing key column and
    for every empty or double key."""
    missing = [name for name in key if name not in table.columns]
    faults = [
        Finding(table.file, 1, name, "the key is not among the columns", "key") for name in missing
    ]
    rows: Rows = {}
    where: dict[Key, int] = {}
    for (line, _), row in zip(table.records, table.dicts(), strict=True) if not missing else ():
        cells = tuple(row[name] for name in key)
        if not all(cells):
            faults.append(Finding(table.file, line, ", ".join(key), "empty cell in the key", "key"))
        if cells in where:
            reason = f"the key of this record stands on line {where[cells]} already"
            faults.append(Finding(table.file, line, ", ".join(key), reason, "key"))
        rows[cells], where[cells] = row, line
    if faults:
        raise InputError(faults)
    return rows, where


def _step(rows: Rows, event: Event, columns: list[str], shape: Shape) -> str | None:
    """Change `rows` by one event; if it does not fit, why not."""
    name = ", ".join(event.key)
    row = rows.get(event.key)
    if event.op == "changed":
        field = event.field or ""
        if row is None:
            return f"{name} is not here, so nothing in it can change"
        if field not in row or field in shape.key:
            return f"{name} has no such cell to change"
        if row[field] != event.old:
            return f"{name} has {row[field]!r} where the difference starts from {event.old!r}"
        row[field] = event.new or ""
        return None
    own = shape.new_columns if event.op == "added" else shape.old_columns
    whole = record(own, event.row or ())
    if {*whole} != {*columns}:
        return f"{name} has other columns than the file"
    if tuple(whole[column] for column in shape.key) != event.key:
        return f"{name} is not the key of its own record"
    if event.op == "added":
        if row is not None:
            return f"{name} is here already, so it cannot be added"
        rows[event.key] = {column: whole[column] for column in columns}
    elif row != whole:
        return f"{name} is not here" if row is None else f"{name} has other cells than the removed"
    else:
        del rows[event.key]
    return None


def _event(number: int, event: object, key: Key) -> Event:
    """The event in an object. Raises ValueError where it is none."""
    where = f"event {number}"
    if not isinstance(event, Mapping) or not isinstance(event.get("key"), Mapping):
        raise ValueError(f"{where} has no `key` with its cells")
    cells = tuple(_text(event["key"], name, f"the key of {where}") for name in key)
    op = event.get("op")
    if op == "changed":
        field, old, new = (_text(event, name, where) for name in ("field", "old", "new"))
        return Event(cells, op, field, old, new)
    if op not in ("added", "removed"):
        raise ValueError(f"{where} has no `op` added, removed or changed")
    row = event.get("row")
    if not isinstance(row, Mapping):
        raise ValueError(f"{where} has no `row` with the cells of its record")
    return Event(cells, op, row=tuple(_text(row, name, f"the row of {where}") for name in row))


def _text(item: Mapping[str, Any], name: str, where: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{where} has no text for `{name}`")
    return value


def _columns(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(column, str) for column in value):
        raise ValueError(f"its `{name}` is no list of columns")
    return tuple(value)


def _names(events: Iterable[Mapping[str, Any]], key: Key) -> tuple[str, ...]:
    """The columns that the events name: those of its whole records, or key and changed fields."""
    whole = {tuple(event["row"]) for event in events if event["op"] != "changed"}
    if len(whole) > 1:
        raise ValueError("its records differ in their columns")
    fields = dict.fromkeys(event["field"] for event in events if event["op"] == "changed")
    return next(iter(whole), (*key, *fields))
