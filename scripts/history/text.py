"""A history as CSV or JSON, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..core.csv_table import line
from ..diff.formats import csv
from ..diff.formats.csv import encoded
from ..diff.formats.json import as_dict, columns
from ..diff.model import ColumnEvent, Event, count
from .walk import CommitDiff


def as_csv(diffs: Iterable[CommitDiff], key: Sequence[str]) -> Iterator[str]:
    """One line for each event: `commit`, `committed_at`, then as in the CSV of a difference.
    Commits without events have no line."""
    yield line(["commit", "committed_at", *csv.header(key)])
    for diff in diffs:
        if schema := diff.schema:
            head = [diff.commit.hash, diff.commit.committed_at]
            events: Iterable[Event | ColumnEvent] = chain(schema.column_events(), diff.events)
            yield "".join(line([*head, *csv.cells(event, schema)]) for event in events)


def as_json(diffs: Iterable[CommitDiff], path: str, key: Sequence[str]) -> Iterator[str]:
    """One JSON object: `path`, `key`, and `commits`, each with `commit`, `committed_at`, `path` and
    the `columns`, `events` and `counts` of a difference, or with `skipped`, which says why."""
    yield f'{{\n  "path": {encoded(path)},\n  "key": {encoded(key)},\n  "commits": ['
    separator = "\n    "
    for diff in diffs:
        yield separator + "".join(_pieces(diff))
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _pieces(diff: CommitDiff) -> Iterator[str]:
    """A diff as a JSON object, with a line for each event."""
    commit, schema = diff.commit, diff.schema
    head: dict[str, Any] = {
        "commit": commit.hash,
        "committed_at": commit.committed_at,
        "path": commit.path,
    }
    if schema is None:
        yield encoded(head | {"skipped": diff.skipped})
        return
    head["columns"] = columns(schema)
    yield encoded(head)[:-1] + ', "events": ['
    yield ",".join(f"\n      {encoded(as_dict(event, schema))}" for event in diff.events)
    yield "\n    ]" if diff.events else "]"
    yield f', "counts": {encoded(count(diff.events).as_dict())}}}'
