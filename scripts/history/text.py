"""A story as CSV or JSON, in pieces as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..core.csv_table import line
from ..diff.formats.json import as_dict
from ..diff.model import Event, Shape, count, record
from .story import Chapter


def as_csv(chapters: Iterable[Chapter], key: Sequence[str]) -> Iterator[str]:
    """One line an event, as the CSV of a difference has it, with `commit` and `committed_at`
    before. Commits without events have no line."""
    keys = [f"key_{name}" for name in key]
    header = ["commit", "committed_at", *keys, "op", "field", "old", "new", "row"]
    yield line(header)
    for chapter in chapters:
        if shape := chapter.shape:
            head = (chapter.commit.hash, chapter.commit.committed_at)
            yield "".join(line(_line(head, event, shape)) for event in chapter.events)


def _line(head: tuple[str, ...], event: Event, shape: Shape) -> tuple[str, ...]:
    cells = [cell or "" for cell in (*event[1:5], row(event, shape))]
    return (*head, *event.key, *cells)


def row(event: Event, shape: Shape) -> str | None:
    """The added or removed row as JSON, by the columns of its own version; else None."""
    if event.row is None:
        return None
    columns = shape.new_columns if event.op == "added" else shape.old_columns
    return _dump(record(columns, event.row))


def as_json(chapters: Iterable[Chapter], path: str, key: Sequence[str]) -> Iterator[str]:
    """One JSON object: `path`, `key`, and `commits`, each with `commit`, `committed_at`, `path`
    and the `columns`, `events` and `counts` of a difference, or with `skipped`: why."""
    yield f'{{\n  "path": {_dump(path)},\n  "key": {_dump(key)},\n  "commits": ['
    separator = "\n    "
    for chapter in chapters:
        yield separator + "".join(_pieces(chapter))
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _pieces(chapter: Chapter) -> Iterator[str]:
    """A chapter as an object of JSON, an event a line."""
    commit, shape = chapter.commit, chapter.shape
    head: dict[str, Any] = {
        "commit": commit.hash,
        "committed_at": commit.committed_at,
        "path": commit.path,
    }
    if shape is None:
        yield _dump(head | {"skipped": chapter.skipped})
        return
    head["columns"] = {"added": shape.added, "removed": shape.removed}
    yield _dump(head)[:-1] + ', "events": ['
    yield ",".join(f"\n      {_dump(as_dict(event, shape))}" for event in chapter.events)
    yield "\n    ]" if chapter.events else "]"
    yield f', "counts": {_dump(count(chapter.events).as_dict())}}}'


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
