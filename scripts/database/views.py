"""The views of the database: those that the descriptor declares, and two for each series with
changes, made from its schema: when a record was first and last seen, and since when each cell has
its value, by which source."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..core.sql import identifier as quoted
from ..core.sql import literal
from ..descriptor.model import REVISIONS, Package, Relation, Series, View
from ..descriptor.parse import DESCRIPTOR

if TYPE_CHECKING:
    from sqlite_utils import Database


def all_views(package: Package) -> list[View]:
    """Every view of the package, in the order in which they can be created."""
    kept = next((resource.name for resource in package.resources if resource.changes), None)
    relations = {relation.name: relation for relation in package.relations}
    views = list(package.views)
    for series in package.series if kept else ():
        if relation := relations.get(series.name):
            views.append(_seen(series, relation))
            # A list of keys alone has no cells that could say something since a day.
            if {*relation.schema.columns} - {*relation.schema.primary_key, *series.ignore}:
                views.append(_blame(series, relation, str(kept)))
    return views


def create(database: Database, package: Package, view: View) -> None:
    """Create the view in the database. Raises InputError where it is not a SELECT."""
    try:
        database.conn.execute(statement(package, view))
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise fault(view, str(error)) from None


def fault(view: View, reason: str) -> InputError:
    """The error for a fault in a view."""
    return InputError([Finding(view.path or DESCRIPTOR, None, None, reason, "view")])


def statement(package: Package, view: View) -> str:
    """The SQL that creates the view. Raises InputError where its file cannot be read."""
    try:
        select = view.sql or (package.root / view.path).read_text(encoding="utf-8")
    except OSError as error:
        raise fault(view, f"{error.strerror}") from None
    except UnicodeDecodeError:
        raise fault(view, "not UTF-8") from None
    select = select.strip().rstrip(";")
    return f"CREATE VIEW {quoted(view.name)} AS\n{select}"


def script(package: Package) -> bytes:
    """The SQL that creates every view, in order. Raises InputError."""
    return "".join(f"{statement(package, view)};\n" for view in all_views(package)).encode()


def _seen(series: Series, relation: Relation) -> View:
    key = ", ".join(map(quoted, relation.schema.primary_key))
    newest = f"(SELECT max(revision) FROM {quoted(relation.name)})"
    return View(
        name=f"{series.name}_seen",
        title=f"{series.title}: first and last seen",
        description="The first and the last revision that has each record.",
        path="",
        sql=f"SELECT {key}, min(revision) AS first_seen, max(revision) AS last_seen,\n"
        f"  count(*) AS revisions, max(revision) = {newest} AS in_newest\n"
        f"FROM {quoted(relation.name)}\nGROUP BY {key}\nORDER BY {key}",
    )


def _blame(series: Series, relation: Relation, changes: str) -> View:
    key = relation.schema.primary_key
    keys = ", ".join(map(quoted, key))
    # The table of revisions may have columns of these names.
    own = ", ".join(f"dated.{quoted(name)}" for name in key)
    cells = "\n  UNION ALL ".join(
        f"SELECT {keys}, {place} AS place, {literal(field.name)} AS field,"
        f" CAST({quoted(field.name)} AS TEXT) AS value,"
        f" {quoted(field.source) if field.source else 'NULL'} AS cited\n"
        f"  FROM newest WHERE {quoted(field.name)} IS NOT NULL"
        for place, field in enumerate(relation.schema.fields)
        if field.name not in (*key, *series.ignore)
    )
    same = " AND ".join(f"c.{quoted(name)} = cells.{quoted(name)}" for name in key)
    return View(
        name=f"{series.name}_blame",
        title=f"{series.title}: since when, and who says so",
        description="For each filled cell of the newest revision, since which revision it says"
        " what it says, and the source.",
        path="",
        sql=f"WITH newest AS (\n  SELECT * FROM {quoted(relation.name)}\n"
        f"  WHERE revision = (SELECT max(revision) FROM {quoted(relation.name)})\n"
        f"),\ncells AS (\n  {cells}\n),\ndated AS (\n  SELECT cells.*, coalesce((\n"
        f"    SELECT max(c.new_revision) FROM {quoted(changes)} AS c\n"
        f"    WHERE c.series = {literal(series.name)} AND {same}\n"
        "      AND (c.op = 'added' OR c.field = cells.field)\n"
        f"  ), (SELECT min(revision) FROM {quoted(relation.name)})) AS since\n  FROM cells\n)\n"
        f"SELECT {own}, field, value, since, coalesce(cited, r.source_id) AS source_id\n"
        f"FROM dated\nLEFT JOIN {REVISIONS} AS r\n"
        f"  ON r.series = {literal(series.name)} AND r.revision = dated.since\n"
        f"ORDER BY {own}, place",
    )
