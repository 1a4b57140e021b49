"""CSV: one line for each event. Columns: key_<name> for each key column, op, field, old, new,
row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from ...core.csv_table import line as written
from ..model import ColumnEvent, CsvWritable, Diff, DiffSchema, Event, record
from . import Format

BATCH_EVENTS = 5_000
encoded = json.JSONEncoder(ensure_ascii=False).encode


def render(diff: Diff) -> Iterator[str]:
    """The lines of CSV, in pieces. Columns that were added, removed or renamed come first, without
    key. For a record that was added or removed, `row` is the whole record as JSON; else it is
    empty."""
    schema = diff.schema
    yield written(header(schema.key))
    yield from (written(cells(event, schema)) for event in schema.column_events())
    if isinstance(diff.events, CsvWritable):
        yield from diff.events.written()
        return
    events = iter(diff.events)
    while batch := [line(event, schema) for event in islice(events, BATCH_EVENTS)]:
        yield "".join(batch)


def header(key: Sequence[str]) -> list[str]:
    """The columns of the CSV."""
    return [*(f"key_{name}" for name in key), "op", "field", "old", "new", "row"]


def cells(event: Event | ColumnEvent, schema: DiffSchema) -> list[str]:
    """An event as the cells of its line."""
    if isinstance(event, ColumnEvent):
        return [*("" for _ in schema.key), event.op, event.field, event.old, event.new, ""]
    row = "" if event.row is None else encoded(record(schema.own(event.op), event.row))
    return [*event.key, event.op, event.field or "", event.old or "", event.new or "", row]


def line(event: Event, schema: DiffSchema) -> str:
    """An event as a line of CSV, the same as `written(cells(…))`."""
    if event.row is None:
        return written(cells(event, schema))
    row = encoded(record(schema.own(event.op), event.row)).replace('"', '""')
    return f'{written([*event.key, event.op, "", "", "", ""])[:-1]}"{row}"\n'


FORMAT = Format("text/csv; charset=utf-8; header=present", "csv", render, streamed=True)
