"""What datapackage.json says, where Datasette shows it: titles and column help."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment

from ...folder import folder_of, site_of
from ...site import site
from ...stock.metadata import described, series_questions
from ...stock.ties import settle
from ...workbook.spreadsheets import tables


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Titles, descriptions and column help of every table and view, from the descriptor."""
    package = site_of(datasette).package
    return {"databases": {package.database: {"tables": described(package)}}}


@hookimpl(trylast=True)
def startup(datasette: Datasette) -> None:
    """All plugins are loaded now, and have added their words."""
    settle(datasette)


@lru_cache(maxsize=64)
def _labels(root: Path) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """The labels of the values of each categorical column, by table and column."""
    return {
        (relation.name, field.name): field.labels
        for relation in site(root).package.relations
        for field in relation.schema.fields
        if field.labels
    }


@hookimpl
def render_cell(datasette: Datasette, value: object, column: str, table: str | None) -> str | None:
    """A categorical value with its label next to it."""
    if not isinstance(value, str):
        return None
    label = _labels(folder_of(datasette)).get((table or "", column), {}).get(value)
    return None if label is None else f"{value}: {label}"


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`package` for every page, error pages too."""
    package = site_of(datasette).package
    metadata = datasette.metadata() or {}
    title = metadata.get("title") or package.title
    names = (tag.partition("-")[0] for tag in package.languages)
    env.globals["package"] = {
        "title": package.title,
        "version": package.descriptor.get("version"),
        "licenses": package.descriptor.get("licenses", []),
        "database": package.database,
        "titles": {name: metadata.get(f"title_{name}") or title for name in names},
    }


@hookimpl
def extra_template_vars(datasette: Datasette, table: str | None) -> dict[str, Any]:
    """`published_files` for the page of a table."""
    package = site_of(datasette).package
    files = [
        {"path": item.path, "title": item.title}
        for relation in package.relations
        if relation.name == table
        for item in relation.resources
    ]
    path = f"{package.database}/{table}.xlsx"
    for view in package.views:
        if view.resource and view.name == table:
            path = f"{view.name}.xlsx"
            files.append({"path": view.resource.path, "title": view.title})
    if table in tables(package):
        files.append({"path": path, "title": "The same as a spreadsheet, in words"})
    return {"published_files": files}


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, dict[str, Any]]:
    """For each series the definition of a difference, over any two of its revisions."""
    package = site_of(datasette).package
    if database != package.database:
        return {}
    return series_questions(package)
