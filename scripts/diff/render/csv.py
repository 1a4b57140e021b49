"""CSV: one line an event. Columns: key_<name> for each key column, op, field, old, new, row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from scripts.diff.model import Diff, Event, Written, record
from scripts.table import lines

BATCH = 5_000
encoded = json.JSONEncoder(ensure_ascii=False).encode


def render(diff: Diff) -> Iterator[str]:
    """The lines of CSV, in pieces. `row` is a whole record as JSON where one was added or
    removed, else empty."""
    shape = diff.shape
    keys = [f"key_{name}" for name in shape.key]
    yield "".join(lines([[*keys, "op", "field", "old", "new", "row"]]))

    def line(event: Event) -> tuple[str, ...]:
        if event.row is None:
            return (*event.key, event.op, event.field or "", event.old or "", event.new or "", "")
        columns = shape.new_columns if event.op == "added" else shape.old_columns
        return (*event.key, event.op, "", "", "", encoded(record(columns, event.row)))

    if isinstance(diff.events, Written):
        for some in diff.events.written():
            others = lines(line(one) for one in some if not isinstance(one, str))
            yield "".join(one if isinstance(one, str) else next(others) for one in some)
        return
    events = iter(diff.events)
    while batch := [line(event) for event in islice(events, BATCH)]:
        yield "".join(lines(batch))
