"""JSON: the whole difference, which `apply` takes as a patch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Counts, Diff, DiffSchema, Event, record
from . import Format, Named
from .csv import encoded


def render(diff: Diff) -> Iterator[str]:
    """One JSON object, in pieces, with a line for each event. The counts come last, since events
    are counted as they pass."""
    schema = diff.schema
    yield "{\n"
    for name, value in (
        ("old", diff.old),
        ("new", diff.new),
        ("key", schema.key),
        ("columns", columns(schema)),
    ):
        yield f"  {encoded(name)}: {encoded(value)},\n"
    yield '  "events": ['
    counts = Counts()
    separator = "\n    "
    for event in counts.counted(diff.events):
        yield separator + encoded(as_dict(event, schema))
        separator = ",\n    "
    yield "],\n" if separator == "\n    " else "\n  ],\n"
    yield f'  "counts": {encoded(counts.as_dict())}\n}}\n'


def render_each(diffs: Named) -> Iterator[str]:
    """One JSON object with several differences, each under its table's name, under `resources`."""
    yield '{\n"resources": {'
    separator = "\n"
    for label, diff in diffs:
        yield f"{separator}{encoded(label)}: "
        *pieces, last = render(diff)
        yield from pieces
        yield last.rstrip("\n")
        separator = ",\n"
    yield "\n}\n}\n"


def columns(schema: DiffSchema) -> dict[str, Any]:
    """The part about columns in the JSON of a diff."""
    return {
        "old": schema.old_columns,
        "new": schema.new_columns,
        "added": schema.added,
        "removed": schema.removed,
        "renamed": schema.renamed,
        "ignored": schema.ignored,
    }


def as_dict(event: Event, schema: DiffSchema) -> dict[str, Any]:
    """An event as an object in the JSON of a diff."""
    head: dict[str, Any] = {"key": record(schema.key, event.key), "op": event.op}
    if event.row is not None:
        return head | {"row": record(schema.own(event.op), event.row)}
    head["field"] = event.field
    if event.op != "filled":
        head["old"] = event.old
    if event.op != "emptied":
        head["new"] = event.new
    return head


FORMAT = Format("application/json", "json", render, streamed=True, render_each=render_each)
