"""What follows from the data by SQL: the revisions of a derived series, the files of views.

Nothing is written here. The queries run on a staging database in memory, loaded as `check` loads
it, so that they also run on data that a check would refuse.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from scripts import loader
from scripts.errors import PackageError
from scripts.findings import Finding
from scripts.package import Derivation, Package, Resource, Series, from_descriptor
from scripts.table import Table, dump, parse

REVISIONS = "revisions"
RULE = "derived"

Cells = list[list[str]]


def differences(published: Table, derived: Table, key: Sequence[str]) -> Iterator[Finding]:
    """Where a published file is not what follows from the data, cell by cell."""
    file, way_out = published.file, "run `python -m scripts refresh`"
    if published.columns != derived.columns:
        yield Finding(file, 1, None, f"not the columns that follow; {way_out}", RULE)
        return
    indexes = [derived.columns.index(name) for name in key]
    wanted = {tuple(cells[index] for index in indexes): cells for _, cells in derived.records}
    for line, cells in published.records:
        right = wanted.pop(tuple(cells[index] for index in indexes), None)
        if right is None:
            yield Finding(file, line, None, f"this record follows from nothing; {way_out}", RULE)
            continue
        for column, cell, due in zip(published.columns, cells, right, strict=True):
            if cell != due:
                reason = f"{cell!r}, but {due!r} follows from the data; {way_out}"
                yield Finding(file, line, column, reason, RULE)
    for missing in wanted:
        yield Finding(file, None, None, f"no record for {', '.join(missing)}; {way_out}", RULE)


def without_derived(package: Package) -> Package:
    """The package of what people edit: no revision of a derived series, no file of a view."""
    derived = {series.name for series in package.series if series.derived}
    descriptor = copy.deepcopy(dict(package.descriptor))
    descriptor["resources"] = [
        item
        for item in descriptor["resources"]
        if item.get("series") not in derived and "view" not in item
    ]
    return from_descriptor(package.root, descriptor)


def derive(package: Package) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The descriptor with the resources that follow, and the bytes of every derived file by path.

    Raises InputError where a table cannot be read, PackageError where a query does not run.
    """
    edited = without_derived(package)
    tables = loader.read_tables(edited)
    files: dict[str, bytes] = {}
    resources = list(edited.descriptor["resources"])
    listed: dict[str, list[tuple[str, str]]] = {
        series.name: [] for series in package.series if series.derived
    }
    with closing(sqlite3.connect(":memory:")) as connection:
        _load(connection, edited, tables)
        for series in package.series:
            if series.derived is None:
                continue
            for revision, data in _revisions(connection, package, series, series.derived):
                item = _resource(series, series.derived, revision)
                files[item["path"]] = data
                resources.append(item)
                listed[series.name].append((revision, item["title"]))
    if REVISIONS in tables:
        path = next(item.path for item in edited.resources if item.name == REVISIONS)
        files[path] = _list_revisions(tables[REVISIONS], listed)
    views = [item for item in package.descriptor["resources"] if "view" in item]
    descriptor = copy.deepcopy(dict(package.descriptor)) | {"resources": [*resources, *views]}
    complete = from_descriptor(package.root, descriptor)
    files |= dict(_views(complete, tables, files))
    return descriptor, files


def _load(connection: sqlite3.Connection, package: Package, tables: Mapping[str, Table]) -> None:
    from sqlite_utils import Database

    loader.stage(Database(connection), package, tables)


def _revisions(
    connection: sqlite3.Connection, package: Package, series: Series, derived: Derivation
) -> Iterator[tuple[str, bytes]]:
    """(revision, file) for each day on which the query gives what it did not give before."""
    query = (package.root / derived.query).read_text(encoding="utf-8")
    before: Cells = []
    try:
        days = sorted(str(day) for (day,) in connection.execute(derived.days) if day)
        for day in days:
            cursor = connection.execute(query, {"as_of": day})
            columns, rows = _result(cursor)
            if rows != before:
                yield day, dump(columns, rows)
            before = rows
    except sqlite3.Error as error:
        raise PackageError(f"{derived.query}: {series.name} cannot be derived: {error}") from None


def _result(cursor: sqlite3.Cursor) -> tuple[list[str], Cells]:
    columns = [name for name, *_ in cursor.description]
    return columns, [["" if cell is None else str(cell) for cell in row] for row in cursor]


def _resource(series: Series, derived: Derivation, revision: str) -> dict[str, Any]:
    return {
        "name": f"{series.name}-{revision}",
        "type": "table",
        "title": derived.title.format(revision=revision),
        "description": derived.description.format(revision=revision),
        "path": f"{derived.folder}/{revision}.csv",
        "series": series.name,
        "revision": revision,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": derived.schema,
    }


def _list_revisions(table: Table, listed: Mapping[str, list[tuple[str, str]]]) -> bytes:
    """The table of revisions with the rows of derived series as they now are; others untouched."""
    kept = [row for row in table.dicts() if row["series"] not in listed]
    derived = [
        {"series": series, "revision": revision, "title": title}
        for series, revisions in listed.items()
        for revision, title in revisions
    ]
    rows = sorted([*kept, *derived], key=lambda row: (row["series"], row["revision"]))
    return dump(table.columns, [[row.get(name, "") for name in table.columns] for row in rows])


def _views(
    package: Package, tables: Mapping[str, Table], files: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """(path, file) of each resource that is the result of a view, in key order."""
    published = [resource for resource in package.resources if resource.view]
    if not published:
        return
    fresh = {
        resource.name: parse(files[resource.path], resource.path)
        for resource in package.resources
        if resource.path in files
    }
    with closing(sqlite3.connect(":memory:")) as connection:
        from sqlite_utils import Database

        database = Database(connection)
        loader.stage(database, package, {**tables, **fresh})
        for view in package.views:
            loader.create_view(database, package, view)
        for resource in published:
            yield resource.path, _view(connection, resource)


def _view(connection: sqlite3.Connection, resource: Resource) -> bytes:
    order = ", ".join(f'"{name}"' for name in resource.schema.primary_key)
    try:
        return dump(
            *_result(connection.execute(f'SELECT * FROM "{resource.name}" ORDER BY {order}'))
        )
    except sqlite3.Error as error:
        raise PackageError(f"{resource.view}: {error}") from None
