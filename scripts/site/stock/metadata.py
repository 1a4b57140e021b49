"""Datasette metadata for every table and view of a package: words, columns, search."""

from __future__ import annotations

from typing import Any

from ...build import identity
from ...database import views
from ...database.load import REVISION_COLUMNS
from ...derive.changes import revision_schema
from ...descriptor.model import Package, Relation, View
from ...descriptor.schema import Schema
from ...diff.sql import over_revisions


def described(package: Package) -> dict[str, dict[str, Any]]:
    """Datasette's metadata of each table and view, by name."""
    tables = {relation.name: _table(relation) for relation in package.relations}
    if package.series:
        tables[REVISION_COLUMNS] = {
            "title": "Columns of each revision",
            "description": "Which columns each revision of each series has: a cell that is empty in"
            " the series' table is one of these, or of a column that the revision does not have.",
        }
    tables[identity.TABLE] = {
        "title": "What this database is",
        "description": "One row: the version of the package, what names its bytes, and how to cite"
        " it.",
    }
    return tables | {view.name: _view(view) for view in views.all_views(package)}


def _columns(schema: Schema) -> dict[str, str]:
    return {field.name: field.description for field in schema.fields}


def _view(view: View) -> dict[str, Any]:
    columns = {"columns": _columns(view.resource.schema)} if view.resource else {}
    return {"title": view.title, "description": view.description, **columns}


def _table(relation: Relation) -> dict[str, Any]:
    columns = _columns(relation.schema)
    if relation.is_series:
        columns = {"revision": "The revision that the record belongs to, by name.", **columns}
    table: dict[str, Any] = {
        "title": relation.title,
        "description": relation.description,
        "columns": columns,
    }
    if relation.search:
        table |= {"fts_table": f"{relation.name}_fts", "fts_pk": "rowid"}
    return table


def series_questions(package: Package) -> dict[str, dict[str, Any]]:
    """For each series the definition of a difference, over any two of its revisions."""
    relations = {relation.name: relation for relation in package.relations}
    return {
        f"diff_{series.name}": {
            "title": f"{series.title}: what differs between two revisions?",
            "description": "Give the names of two revisions: "
            + ", ".join(str(item.revision) for item in package.revisions(series.name))
            + ". A column with another name is one that goes and one that comes here.",
            "sql": over_revisions(
                revision_schema(series, relations[series.name].resources[0]), series.name
            ),
            "params": ["old", "new"],
        }
        for series in package.series
        if series.name in relations
    }
