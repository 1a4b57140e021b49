"""`/revisions/<series>/<revision>`: one revision, a page of its records at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ...core.sql import identifier, records
from ...descriptor.model import SOURCE, Resource
from ..locale.cells import Cell, Column, Table
from ..locale.keys import record_name
from ..page_request import Page, PageRequest, PageResponse, Problem
from ..series import cited_sources, history, member, source_columns
from ..site import Site

RECORDS_PER_PAGE = 500


def answer(request: PageRequest) -> PageResponse:
    """The page of the revision that the address names."""
    return shown(request, request.values["series"], request.values["revision"])


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """Every revision."""
    for series in site.package.series:
        for item in site.package.revisions(series.name):
            yield "/revisions/" + quote(f"{series.name}/{item.revision}")


def shown(request: PageRequest, series: str, name: str) -> Page:
    """The page of a revision. Raises Problem where there is no such revision, or page of it."""
    resource, number = member(request, series, name), request.page_number
    listed = history(request, series)
    revisions = listed.revisions
    place = next(at for at, item in enumerate(revisions) if item.revision == name)
    here = revisions[place]
    pages = max(1, -(-here.records // RECORDS_PER_PAGE))
    if number > pages:
        raise Problem(400, "no_such_page_number", value=number, pages=pages)
    values = {
        "series": listed,
        "revision": here,
        "newer": revisions[place - 1] if place else None,
        "older": next(iter(revisions[place + 1 :]), None),
        "table": _records(request, resource, number),
        "page": number,
        "pages": pages,
        "database": request.package.database,
        "cite": request.cited_at(revision=f"{series}/{name}"),
    }
    return Page("page/revision.html", values)


def _records(request: PageRequest, resource: Resource, number: int) -> Table:
    """The page with that number of the records of a revision, sorted as the table is. A cell
    whose schema says where its source is leads to that source, whose own column goes; the key
    is what people call the record, and columns that are empty all through the revision go too."""
    table, schema = str(resource.series), resource.schema
    sort = str((request.of_database("tables").get(table) or {}).get("sort"))
    order = identifier(sort if sort in schema.columns else schema.columns[0])
    page = f"LIMIT {RECORDS_PER_PAGE} OFFSET {(number - 1) * RECORDS_PER_PAGE}"
    sql = f"SELECT * FROM {identifier(table)} WHERE revision = ? ORDER BY {order} {page}"
    rows = records(request.connection.execute(sql, (resource.revision,)))
    key, cited = schema.primary_key, source_columns(schema)
    # The name of a record with a key of several columns leaves the source out.
    hidden = {*cited.values(), *(key if len(key) == 1 else {*key} - {SOURCE})}
    columns = [
        name
        for name in schema.columns
        if name not in hidden and any(row[name] is not None for row in rows)
    ]
    sources = cited_sources(request, schema) if cited else {}
    names = {",".join(own): request.names(*own) for own in (key, *((name,) for name in key))}
    vocabulary = request.reader.vocabulary
    plain = request.reader.plain(columns, [[row[name] for name in columns] for row in rows], table)

    def sourced(name: str, cell: Cell, row: Mapping[str, Any]) -> Cell:
        source = sources.get(str(row[cited[name]])) if name in cited else None
        return replace(cell, href=source.href) if source and cell.text else cell

    shown = []
    for row, cells in zip(rows, plain.rows, strict=True):
        called = record_name(key, [str(row[name]) for name in key], names, vocabulary, table)
        own = (sourced(name, cell, row) for name, cell in zip(columns, cells, strict=True))
        shown.append((called, *own))
    is_one = len(key) == 1
    heading = vocabulary.column(key[0], table) if is_one else vocabulary.language.say("record")
    return Table((Column(key[0], heading), *plain.columns), tuple(shown))
