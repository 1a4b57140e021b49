"""CSV: one line an event. Columns: key_<name> for each key column, op, field, old, new, row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from ...core.csv_table import line as written
from ..model import Diff, Event, Written, record

BATCH = 5_000
encoded = json.JSONEncoder(ensure_ascii=False).encode


def render(diff: Diff) -> Iterator[str]:
    """The lines of CSV, in pieces. `row` is a whole record as JSON where one was added or
    removed, else empty."""
    shape = diff.shape
    keys = [f"key_{name}" for name in shape.key]
    yield written([*keys, "op", "field", "old", "new", "row"])

    def line(event: Event) -> str:
        if event.row is None:
            field, old, new = event.field or "", event.old or "", event.new or ""
            return written([*event.key, event.op, field, old, new, ""])
        columns = shape.new_columns if event.op == "added" else shape.old_columns
        row = encoded(record(columns, event.row)).replace('"', '""')
        return f'{written([*event.key, event.op, "", "", "", ""])[:-1]}"{row}"\n'

    if isinstance(diff.events, Written):
        for some in diff.events.written():
            yield "".join(one if isinstance(one, str) else line(one) for one in some)
        return
    events = iter(diff.events)
    while batch := [line(event) for event in islice(events, BATCH)]:
        yield "".join(batch)
