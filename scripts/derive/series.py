"""What is derived from the data by SQL: the revisions of derived series, the files of views.

Nothing is written here. The queries run on a staging database in memory, loaded as in `check`, so
that they also run on data that a check would refuse.
"""

from __future__ import annotations

import codecs
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core import guard
from ..core.csv_table import Table, dump, parse
from ..core.diagnostics import Finding
from ..core.errors import InputError, PackageError, command
from ..core.sql import identifier
from ..database import load, views
from ..descriptor.derived import is_derived
from ..descriptor.load import from_descriptor
from ..descriptor.model import REVISIONS, Derivation, Package, Resource, Series
from ..descriptor.parse import DESCRIPTOR, Json
from . import changes, claims, patterns

if TYPE_CHECKING:
    from sqlite_utils import Database

RULE = "derived"

Cells = list[list[str]]


def differences(published: Table, derived: Table, key: Sequence[str]) -> Iterator[Finding]:
    """The differences between a published file and the derived one, cell by cell.

    Of records with the same key only the first is compared; another rule reports the others.
    """
    file, way_out = published.file, f"run `{command('refresh')}`"
    if published.columns != derived.columns:
        yield Finding(file, 1, None, f"not the columns that the query gives; {way_out}", RULE)
        return
    indexes = [derived.columns.index(name) for name in key]
    wanted: dict[tuple[str, ...], list[str]] = {}
    for _, cells in derived.records:
        wanted.setdefault(tuple(cells[index] for index in indexes), cells)
    seen = set()
    for line, cells in published.records:
        name = tuple(cells[index] for index in indexes)
        if name in seen:
            continue
        seen.add(name)
        right = wanted.pop(name, None)
        if right is None:
            yield Finding(
                file, line, None, f"the query does not produce this record; {way_out}", RULE
            )
            continue
        for column, cell, due in zip(published.columns, cells, right, strict=True):
            if cell != due:
                reason = f"{cell!r}, but {due!r} is what the data gives; {way_out}"
                yield Finding(file, line, column, reason, RULE)
    for missing in wanted:
        yield Finding(file, None, None, f"no record for {', '.join(missing)}; {way_out}", RULE)


def derive(package: Package) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The descriptor with the derived resources, and the bytes of every derived file and of every
    file with patterns, by path.

    Raises InputError where a table cannot be read or a figure cannot be computed, PackageError
    where a query does not run.
    """
    from sqlite_utils import Database

    with closing(sqlite3.connect(":memory:")) as connection:
        return _derive(package, Database(connection))


def _derive(package: Package, database: Database) -> tuple[dict[str, Any], dict[str, bytes]]:
    items = package.descriptor["resources"]
    edited = _with(package, [item for item in items if not is_derived(package, item)])
    tables = load.read_tables(edited)
    load.stage(database, edited, tables)
    series, files, filled = _series(database.conn, edited, tables)
    results = [item for item in items if is_derived(package, item) and "series" not in item]
    complete = _with(package, [*edited.descriptor["resources"], *series, *results], filled)
    fresh = {
        resource.name: parse(files[resource.path], resource.path)
        for resource in complete.resources
        if resource.path in files
    }
    for resource in complete.resources:
        given = fresh.get(resource.name)
        if given is not None and set(given.columns) != set(resource.schema.columns):
            wanted = ",".join(resource.schema.columns)
            raise PackageError(f"{resource.path}: the query should give the columns {wanted}")
    load.stage(database, complete, {**tables, **fresh}, only=fresh)
    files |= filled | _results(database, complete, {**tables, **fresh})
    files |= dict(_queries(complete, tables, files))
    return dict(complete.descriptor), files


def _with(
    package: Package, resources: list[Json], filled: Mapping[str, bytes] | None = None
) -> Package:
    """The package with these resources, and with schemas and views filled in from their
    patterns."""
    filled = filled or {}
    # For declared resources, refresh sets hash and size, and changes nothing else.
    descriptor = {**package.descriptor, "resources": [dict(item) for item in resources]}
    complete = from_descriptor(package.root, descriptor, patterns.schemas(filled))
    views = (
        replace(view, sql=filled[view.path].decode()) if view.path in filled else view
        for view in complete.views
    )
    return replace(complete, views=tuple(views))


def _series(
    connection: sqlite3.Connection, package: Package, tables: Mapping[str, Table]
) -> tuple[list[Json], dict[str, bytes], dict[str, bytes]]:
    """The resources of every derived series, the bytes of their files and of the table of
    revisions, and the bytes of the files with patterns."""
    resources: list[Json] = []
    files: dict[str, bytes] = {}
    derived = [series for series in package.series if series.derived]
    filled = patterns.fill(package, connection)
    for series in derived:
        for item, data in _revisions(connection, package, series, filled):
            files[item["path"]] = data
            resources.append(item)
    if derived:
        path = next(resource.path for resource in package.resources if resource.name == REVISIONS)
        names = {series.name for series in derived}
        files[path] = _list_revisions(tables[REVISIONS], names, resources)
    return resources, files, filled


def _revisions(
    connection: sqlite3.Connection, package: Package, series: Series, filled: Mapping[str, bytes]
) -> Iterator[tuple[Json, bytes]]:
    """(resource, file) for each day on which the result of the query changes."""
    derived = series.derived
    if derived is None:
        return
    before: Cells = []
    try:
        data = filled.get(derived.query) or (package.root / derived.query).read_bytes()
        query = data.decode()
        with guard.read_only(connection):
            days = sorted(str(day) for (day, *_) in connection.execute(derived.days) if day)
        for day in days:
            with guard.read_only(connection):
                columns, rows = _result(connection.execute(query, {"as_of": day}))
            if rows != before:
                yield _resource(series.name, derived, day), dump(columns, rows)
            before = rows
    except (guard.RefusedError, OSError, UnicodeDecodeError) as error:
        why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else error
        reason = f"{series.name} cannot be derived: {getattr(why, 'strerror', None) or why}"
        raise InputError([Finding(derived.query, None, None, reason, RULE)]) from None


def _resource(series: str, derived: Derivation, revision: str) -> Json:
    return {
        "name": f"{series}-{revision}",
        "type": "table",
        "title": derived.title.replace("{revision}", revision),
        "description": derived.description.replace("{revision}", revision),
        "path": f"{derived.folder}/{revision}.csv",
        "series": series,
        "revision": revision,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": derived.schema,
    }


def _list_revisions(table: Table, names: set[str], resources: list[Json]) -> bytes:
    """The table of revisions, with new rows for derived series; other rows are unchanged."""
    kept = [row for row in table.dicts() if row["series"] not in names]
    derived = [{name: item[name] for name in ("series", "revision", "title")} for item in resources]
    rows = sorted([*kept, *derived], key=lambda row: (row["series"], row["revision"]))
    return dump(table.columns, [[row.get(name, "") for name in table.columns] for row in rows])


def _results(database: Database, package: Package, tables: Mapping[str, Table]) -> dict[str, bytes]:
    """The files of changes, then those of figures, then those of views, which may use both."""
    files = {}
    for view in views.all_views(package):
        views.create(database, package, view)
    for resource in package.resources:
        if resource.changes:
            data = changes.compute(package, resource, tables)
        elif resource.computes:
            computed = tables[resource.computes.resource]
            data = claims.compute(database.conn, resource.computes, resource.schema, computed)
        else:
            continue
        files[resource.path] = data
        table = {resource.name: parse(data, resource.path)}
        load.stage_relation(database, package.relation(resource.name), table)
    for resource in package.resources:
        if resource.view:
            files[resource.path] = _view(database.conn, resource)
    return files


def _queries(
    package: Package, tables: Mapping[str, Table], files: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of each file of queries, with the hash of each result on these files."""
    from . import queries

    def read(path: str) -> bytes:
        if path == DESCRIPTOR:
            return json.dumps(package.descriptor).encode()
        # `check` reports a byte order mark; the queries ignore it.
        data = files[path] if path in files else (package.root / path).read_bytes()
        return data.removeprefix(codecs.BOM_UTF8)

    for resource in package.resources:
        if resource.queries:
            yield (
                resource.path,
                queries.fill(package, resource.queries, tables[resource.name], read),
            )


def _view(connection: sqlite3.Connection, resource: Resource) -> bytes:
    order = ", ".join(map(identifier, resource.schema.primary_key))
    try:
        with guard.read_only(connection):
            select = f"SELECT * FROM {identifier(resource.name)} ORDER BY {order}"
            return dump(*_result(connection.execute(select)))
    except guard.RefusedError as error:
        raise InputError([Finding(str(resource.view), None, None, str(error), "view")]) from None


def _result(cursor: sqlite3.Cursor) -> tuple[list[str], Cells]:
    if cursor.description is None:
        raise ValueError("it gives no table")
    columns = [name for name, *_ in cursor.description]
    return columns, [["" if cell is None else str(cell) for cell in row] for row in cursor]
