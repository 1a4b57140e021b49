"""What happened, as entries of a feed: one entry for each revision.

A day on which 66 records changed is one piece of news and not 66. `published` is the day of the
revision, `updated` the day of the release that last changed what is said of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from ...descriptor.dates import calendar_day
from ...descriptor.model import Package
from ...release.versions.transaction_time import newest, said_in
from ..locale.cells import Cell, Reader
from ..locale.keys import Names, record_name
from .entry import Entry, FeedScope, Line

Row = Mapping[str, str | None]


def entries(changes: Iterable[Row], reader: Reader, names: Names, about: FeedScope) -> list[Entry]:
    """The entries for rows of the table of changes."""
    package = reader.vocabulary.package
    revisions: dict[tuple[str, str], dict[tuple[str, ...], list[Row]]] = {}
    for row in changes:
        if not about.concerns(row):
            continue
        series = str(row["series"])
        key = tuple(str(row[name]) for name in package.relation(series).schema.primary_key)
        by_key = revisions.setdefault((series, str(row["new_revision"])), {})
        by_key.setdefault(key, []).append(row)
    found = []
    for (series, revision), records in revisions.items():
        columns = package.relation(series).schema.primary_key
        lines = tuple(
            _line(rows, record_name(columns, key, names, reader.vocabulary), series, reader, names)
            for key, rows in records.items()
        )
        day = revision[:10]
        rows = [row for of_record in records.values() for row in of_record]
        href = reader.href(f"/revisions/{series}/{revision}")
        name = f"{series}/{revision}{about.suffix}"
        found.append(Entry(name, day, _updated(package, rows, day), href, lines, ("update",)))
    return found


def _updated(package: Package, rows: Sequence[Row], day: str) -> str:
    """The day on which the last of the rows was released; for what is not released yet, the latest
    day that is known, not today's."""
    days = [said_in(package, row).day for row in rows]
    if "" in days:
        days.append(newest(package.root).day)
    # A revision may have the name of an edition, such as 2020-1.
    known = filter(calendar_day, (day, f"{day[:4]}-01-01", *days))
    return max(known, default="1970-01-01")


def _line(rows: Sequence[Row], record: Cell, series: str, reader: Reader, names: Names) -> Line:
    """What happened to one record: its new cells, each with the source it names; columns that
    hold sources are not listed by themselves."""
    vocabulary, sources = reader.vocabulary, names.get("source_id", {})
    schema = vocabulary.package.relation(series).schema
    cited = {field.name: field.source for field in schema.fields}
    words, cells = [], []
    for row in rows:
        new = {str(row["field"]): row["new"]}
        if row["op"] in ("added", "removed"):
            new = json.loads(str(row["row"])) if row["op"] == "added" else {}
        shown = [
            name
            for name, value in new.items()
            if value and cited.get(name, "") != name and name not in schema.primary_key
        ]
        happened = [word for name in shown if (word := vocabulary.value("change", name))]
        if row["op"] in ("added", "removed") and not happened:
            happened = [vocabulary.value("change", f"{row['op']}_record") or str(row["op"])]
        words += happened
        for name in shown:
            value = str(new[name])
            source = str(new.get(cited[name]) or row["source_id"] or "")
            said = vocabulary.value(name, value, series) or value
            heading = vocabulary.column(name, series)
            cells.append((heading, said, sources.get(source, Cell(source))))
    words = words or [heading for heading, _, _ in cells]
    return Line(record, tuple(dict.fromkeys(words)), tuple(cells))
