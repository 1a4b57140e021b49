"""The changes of the data, for programs that follow them, by either clock.

Since a day: what happened from that day on, as the table of changes has it now. Since a release:
what every release after it said, in every CSV file, so that a program with the files of that
release can make the newest files, byte for byte. Each event has both times: `happened_on` and
`said_in`, the release that said it first (null for what is not released yet).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from ..core.csv_table import dump
from ..core.sql import identifier, records
from ..descriptor.model import Package
from ..diff.formats.json import as_dict, columns
from ..release import serve_store, store
from ..release.versions.patches import Step, steps
from ..release.versions.transaction_time import said_in

Row = Mapping[str, str | None]
Json = dict[str, Any]

TOLD = ("said_in", "happened_on", "table", "revision", "path")
COLUMNS = (*TOLD, "key", "op", "field", "old", "new", "row", "source_id")
WHOLE = ("key", "row")


def table(package: Package) -> str | None:
    """The table of changes, None where the package has none."""
    tables = (item.name for item in package.relations if item.resources[0].changes)
    return next(tables, None)


def rows(connection: sqlite3.Connection, package: Package) -> list[Row]:
    """What happened in the series that follow the world, oldest first, from the table of
    changes; nothing where the package has none."""
    if (name := table(package)) is None:
        return []
    series = [item.name for item in package.updates]
    wanted = f"series IN ({', '.join('?' * len(series))})"
    sql = f"SELECT * FROM {identifier(name)} WHERE {wanted} ORDER BY change_id"
    return [*records(connection.execute(sql, series))]


def since_release(package: Package, version: str) -> Json:
    """Everything that the releases after `version` changed in the CSV files, step by step.

    `tables` has, in order, which file each release changed, with its key and its columns before
    and after; `events` are those of `tables`, in the same order. An event is one of diff's."""
    found = list(steps(package.root, version, package))
    served = serve_store.served(package.root)
    return {
        "since": version,
        "until": served[-1],
        "releases": [_release(package, item) for item in served[served.index(version) + 1 :]],
        "tables": [
            {
                "said_in": step.said_in,
                "table": step.table,
                "revision": step.revision or None,
                "path": step.path,
                "key": step.diff.schema.key,
                "columns": columns(step.diff.schema),
                "events": len(tuple(step.diff.events)),
            }
            for step in found
        ],
        "events": [event for step in found for event in _events(step)],
    }


def since_day(connection: sqlite3.Connection, package: Package, day: str) -> Json:
    """What happened on `day` or later (with no day, ever), as the table of changes has it."""
    happened = rows(connection, package)
    events = [_event(package, row) for row in happened if str(row["new_revision"])[:10] >= day]
    events.sort(key=lambda event: (event["happened_on"], event["table"]))
    revisions = [
        str(item.revision) for series in package.updates for item in package.revisions(series.name)
    ]
    return {
        "since": day or None,
        "until": max(revisions, default="")[:10] or None,
        "releases": [_release(package, item) for item in serve_store.served(package.root)],
        "events": events,
    }


def as_csv(document: Json) -> str:
    """The events as CSV, the columns that came and went before the records of each file; `key` and
    `row` are JSON objects."""
    events = (*_column_events(document), *document["events"])
    rows = [[_text(event.get(name), name) for name in COLUMNS] for event in events]
    return dump(COLUMNS, rows).decode()


def _text(value: Any, column: str) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if column in WHOLE else str(value)


def _release(package: Package, version: str) -> Json:
    return {
        "version": version,
        "released_on": store.manifest(package.root, version).released_on,
        "yanked": store.yanked(package.root, version),
    }


def _events(step: Step) -> Iterator[Json]:
    schema = step.diff.schema
    for event in step.diff.events:
        yield {
            "said_in": step.said_in,
            "happened_on": step.happened.get(event.key),
            "table": step.table,
            "path": step.path,
            **as_dict(event, schema),
        }


def _event(package: Package, row: Row) -> Json:
    """A row of the table of changes as an event."""
    series = str(row["series"])
    key = package.relation(series).schema.primary_key
    parts: Json = {
        "said_in": said_in(package, row).version or None,
        "happened_on": str(row["new_revision"])[:10],
        "table": series,
        "revision": row["new_revision"],
        "key": {name: row[name] for name in key},
        "op": row["op"],
    }
    if row["op"] in ("added", "removed"):
        parts["row"] = json.loads(row["row"] or "{}")
    else:
        parts["field"] = row["field"]
        parts |= {"old": row["old"] or ""} if row["op"] != "filled" else {}
        parts |= {"new": row["new"] or ""} if row["op"] != "emptied" else {}
    return {**parts, "source_id": row["source_id"] or None}


def _column_events(document: Json) -> Iterator[Json]:
    for step in document.get("tables", ()):
        where = {name: step[name] for name in ("said_in", "table", "revision", "path")}
        sides = step["columns"]
        for op in ("added", "removed"):
            for name in sides[op]:
                yield {**where, "op": f"column_{op}", "field": name}
        for old, new in sides["renamed"]:
            yield {**where, "op": "column_renamed", "old": old, "new": new}
