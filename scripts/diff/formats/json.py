"""JSON: the whole difference, which `apply` takes as a patch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Counts, Diff, Event, Shape, record


def render(diff: Diff) -> Iterator[str]:
    """One JSON object, in pieces, an event a line; the counts come last, made as events pass."""
    shape = diff.shape
    columns: dict[str, Any] = {"added": shape.added, "removed": shape.removed}
    if shape.ignored:
        columns["ignored"] = shape.ignored
    yield "{\n"
    for name, value in (
        ("old", diff.old),
        ("new", diff.new),
        ("key", shape.key),
        ("columns", columns),
    ):
        yield f"  {_dump(name)}: {_dump(value)},\n"
    yield '  "events": ['
    counts = Counts()
    separator = "\n    "
    for event in counts.counted(diff.events):
        yield separator + _dump(as_dict(event, shape))
        separator = ",\n    "
    yield "],\n" if separator == "\n    " else "\n  ],\n"
    yield f'  "counts": {_dump(counts.as_dict())}\n}}\n'


def render_each(name: str, diffs: Iterable[tuple[str, Diff]]) -> Iterator[str]:
    """One JSON object with several differences, each under its own name, under `name`."""
    yield f"{{\n{_dump(name)}: {{"
    separator = "\n"
    for label, diff in diffs:
        yield f"{separator}{_dump(label)}: "
        *pieces, last = render(diff)
        yield from pieces
        yield last.rstrip("\n")
        separator = ",\n"
    yield "\n}\n}\n"


def as_dict(event: Event, shape: Shape) -> dict[str, Any]:
    """An event as the JSON of a diff has it."""
    head: dict[str, Any] = {"key": record(shape.key, event.key), "op": event.op}
    if event.row is None:
        return head | {"field": event.field, "old": event.old, "new": event.new}
    columns = shape.new_columns if event.op == "added" else shape.old_columns
    return head | {"row": record(columns, event.row)}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
