"""One record's history: what each series says about it, from the first revision to the last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby

from ..core.csv_table import Table
from ..core.diagnostics import amount
from ..core.errors import UsageError
from ..descriptor.model import Package, Resource
from ..descriptor.schema import Schema
from ..diff.inline import printable
from . import nearest
from .changes import Row


def resources(package: Package) -> Iterator[Resource]:
    """The resources that `lines` reads: the first revision of each series, and the changes."""
    for series in package.series:
        yield from package.revisions(series.name)[:1]
    yield from (resource for resource in package.resources if resource.changes)


def lines(package: Package, tables: Mapping[str, Table], record: str) -> Iterator[str]:
    """The history in lines. `record` is the key, with commas between its parts; `tables` has at
    least the tables of `resources`. Raises UsageError where no revision has the record."""
    changes = [row for row in _changes(package, tables) if _record(package, row) == record]
    is_known = False
    for series in package.series:
        revisions = package.revisions(series.name)
        lines: list[str] = []
        for resource in revisions[:1]:
            lines += _first(resource, tables[resource.name], record)
        mine = [row for row in changes if row["series"] == series.name]
        for revision, rows in groupby(mine, key=lambda row: row["new_revision"]):
            lines.append(f"  {revision}")
            for row in rows:
                lines += _change_lines(row, revisions[0].schema)
        if lines:
            is_known = True
            yield series.title
            yield from lines
    if not is_known:
        near = nearest.advice(package, tables, record)
        due = near or "`history` without a name lists what changed"
        raise UsageError(f"no revision has {record!r}; {due}")


def summary(package: Package, tables: Mapping[str, Table]) -> Iterator[str]:
    """The number of changes in each revision of each series, in lines."""
    rows = _changes(package, tables)
    for series in package.series:
        yield series.title
        for resource in package.revisions(series.name):
            mine = [
                row
                for row in rows
                if (row["series"], row["new_revision"]) == (series.name, resource.revision)
            ]
            counts = {op: sum(row["op"] == op for row in mine) for op in ("added", "removed")}
            cells = sum(bool(row["field"]) for row in mine)
            records = len(tables[resource.name].records)
            yield (
                f"  {resource.revision}: {amount(records, 'record')}, {counts['added']} added,"
                f" {counts['removed']} removed, {amount(cells, 'cell')} changed"
            )


def _changes(package: Package, tables: Mapping[str, Table]) -> list[Row]:
    """Every change, by series, then by revision, with the columns of a record in order."""
    places = {
        (series.name, name): place
        for series in package.series
        for resource in package.revisions(series.name)[:1]
        for place, name in enumerate(resource.schema.columns)
    }
    rows = [
        row
        for resource in package.resources
        if resource.changes
        for row in tables[resource.name].dicts()
    ]
    return sorted(
        rows,
        key=lambda row: (
            row["series"],
            row["new_revision"],
            places.get((row["series"], row["field"]), 0),
        ),
    )


def _record(package: Package, row: Row) -> str:
    relation = package.relation(row["series"])
    return ",".join(row[name] for name in relation.schema.primary_key)


def _first(resource: Resource, table: Table, record: str) -> Iterator[str]:
    for row in table.dicts():
        if ",".join(row[name] for name in resource.schema.primary_key) == record:
            yield f"  {resource.revision}"
            yield from _cells(row, resource.schema.primary_key)


def _change_lines(row: Row, schema: Schema) -> Iterator[str]:
    if row["field"] in {field.source for field in schema.fields} - {""}:
        return  # it is shown with the cell that it is the source of
    if row["field"]:
        before = f"{printable(row['old'])} -> " if row["old"] else ""
        source = f" ({row['source_id']})" if row["source_id"] else ""
        yield f"    {row['field']}: {before}{printable(row['new']) or '(empty)'}{source}"
    else:
        yield f"    {row['op']}"
        yield from _cells(json.loads(row["row"]), schema.primary_key)


def _cells(row: Row, without: tuple[str, ...]) -> Iterator[str]:
    for name, cell in row.items():
        if cell and name not in without:
            yield f"    {name}: {printable(cell)}"
