"""A page that data/pages/ declares, in the order in which it is made: what is asked, the data of
its sections, what they show besides their SQL, the template."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from ...cite import released
from ...contribute.contact import contact
from ...core.sql import columns, identifier, records
from ...descriptor import pages as declared
from ...release import serve_store
from .. import search
from ..feed import release_entries
from ..feed.entry import FeedScope
from ..http.files import TYPES
from ..locale.cells import LIST, Cell, links
from ..page_request import File, Page, PageRequest, PageResponse, Problem, Redirect
from ..record_names import names_by_key
from ..sections import content, found, report
from ..sections.downloads import downloads
from ..sections.printed_lines import lines
from ..site import Site
from ..workbook.spreadsheets import of_view
from . import question

# What stays as it is in the address of a page without a parameter.
PLAIN = "/~,.:@-_()"


def answer(request: PageRequest, page: declared.Page) -> PageResponse:
    """The page; another address where somebody asks for a record by one of its names."""
    request = _whole_word(request, page)
    record = ",".join(request.values[name] for name in page.parameters)
    if request.values.get("format"):
        is_there = content.has(request, page)
        return _file(request, page) if is_there else _other_name(request, page, record)
    extra: dict[str, Any] = {}
    for section in page.sections:
        if section.show == "found":
            hits = found.answer(request, section)
            if isinstance(hits, Redirect):
                return hits
            extra |= hits

    filled = content.fill(request, page)
    if filled is None:
        return _other_name(request, page, record)
    prefilled = _prefilled(request, page)
    for shown in filled.sections:
        extra |= _extra(request, shown, prefilled)

    root, place = request.package.root, request.path.rstrip("/")
    is_drawn = any(section.show in declared.PREVIEWED_KINDS for section in filled.sections)
    values = {
        "page": filled,
        "spec": page,
        "title": filled.title if filled.title.text else Cell(request.about("title")),
        "lede": filled.lede,
        "preview": _preview(request, filled),
        "preview_of": place if is_drawn else "",
        "files": f"{place}/files",
        "database": request.package.database,
        "above": _above(request, page),
        "cite": request.cited_at(record=record) if record else "",
        "quoted": released.quoted(root, serve_store.latest(root), record, request.language.name),
        "contact": contact(request.package),
        **extra,
    }
    return Page("index.html" if page.address == "/" else "page/declared.html", values)


def _whole_word(request: PageRequest, page: declared.Page) -> PageRequest:
    """The request; where a key ends as a file does, that for the page of its record."""
    ending = request.values.get("format")
    if not (ending and page.head and page.parameters):
        return request
    last = page.parameters[-1]
    values = {**request.values, last: f"{request.values[last]}.{ending}", "format": ""}
    whole = replace(request, values=values)
    return whole if content.has(whole, page) else request


def mapped(site: Site, connection: sqlite3.Connection) -> Iterator[str]:
    """The addresses of all declared pages, and of each record that has one; without those that
    answer only what they are asked."""
    reader = site.readers[site.languages[0]]
    for page in site.pages:
        if page.parameter:
            names = names_by_key(connection, page, reader).values()
            yield from (name.href for name in names if name.href)
        elif not page.asks:
            yield quote(page.address, safe=PLAIN)


def _other_name(request: PageRequest, page: declared.Page, wanted: str) -> Redirect:
    """The page that is meant by another name of its record, or a Problem that says what is near."""
    table = search.named_table(request.package)
    if table and request.package.relation(table).primary_key == page.parameters:
        hits = search.find(search.names(request.connection, request.package, table), wanted)
        if len(hits.exact) == 1:
            return Redirect(request.reader.href(page.of_key(hits.exact[0])))
        cells = names_by_key(request.connection, page, request.reader)
        near = [cells[key] for key in (*hits.within, *hits.near)[:3] if key in cells]
        raise Problem(404, "no_such_record", meant=near, value=wanted)
    raise Problem(404, "no_such_record", value=wanted)


def _prefilled(request: PageRequest, page: declared.Page) -> dict[str, str]:
    """What a report on the page need not be asked: its address, and its record."""
    keys = {name: request.values[name] for name in page.parameters}
    address = page.address
    for name, value in keys.items():
        address = address.replace(f"<{name}>", value)
    filled = {**keys, "page": request.language.prefix + address, "record": ",".join(keys.values())}
    tables = [item for item in request.package.relations if item.primary_key == page.parameters]
    return {**filled, "table": tables[0].name} if tables else filled


def _extra(
    request: PageRequest, section: content.Filled, prefilled: Mapping[str, str]
) -> dict[str, Any]:
    """What a section shows that its SQL does not give."""
    match section.show:
        case "downloads":
            return {"downloads": downloads(request, of_view)}
        case "questions":
            return {"questions": question.listed(request)}
        case "corrections":
            entries = release_entries.entries(request.reader, request.every_name, FeedScope("", ""))
            corrections = [entry for entry in entries if "correction" in entry.kinds][::-1]
            return {"corrections": corrections, "read": request.reader.text}
        case "printed_lines":
            key = tuple(value for name, value in request.values.items() if name != "format")
            return {"lines": lines(request, section.spec.of, key)}
        case "report":
            return {"ways": report.ways(request.package, request.language, prefilled)}
        case "events":
            return {
                "ways_of": partial(report.of_record, request.package, request.language, prefilled)
            }
    return {}


def _preview(request: PageRequest, filled: content.Content) -> str:
    """What a preview says of the page: its sentence, else its lede, else what the site is."""
    for section in filled.sections:
        if section.show in ("sentence", "lede") and section.records:
            row = section.records[0]
            return (row.get("sentence") or row["text"]).text
    return filled.described or filled.lede.text or request.about("description")


def _above(request: PageRequest, page: declared.Page) -> Cell | None:
    """The page above, by its name in the menu."""
    if (above := request.site.parent(page)) is None:
        return None
    name = above.menu.get(request.language.name) or above.title.get(request.language.name, "")
    return Cell(name, href=request.reader.href(above.address))


def _file(request: PageRequest, page: declared.Page) -> File:
    """The record as the published view has it; as JSON with the rows of every section as well."""
    key = {name: request.values[name] for name in page.parameters}
    row: Mapping[str, Any] = {}
    for view in request.package.views:
        if view.resource and view.resource.schema.primary_key == page.parameters:
            wanted = " AND ".join(f"{identifier(name)} = :{name}" for name in key)
            sql = f"SELECT * FROM {identifier(view.name)} WHERE {wanted}"
            cursor = request.connection.execute(sql, key)
            row = next(iter(records(cursor)), dict.fromkeys(columns(cursor)))
            break
    if request.values["format"] == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(row)
        if any(row.get(name) is not None for name in key):
            writer.writerow("" if value is None else value for value in row.values())
        return File(text.getvalue(), TYPES[".csv"])
    sections = {
        section.name: rows
        for section in page.sections
        if section.sql and ((rows := _rows(request, section)) or section.empty)
    }
    version = request.parameters["version"]
    document = {**key, "version": version, "record": row, "sections": sections}
    return File(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", "application/json; charset=utf-8"
    )


def _rows(request: PageRequest, section: declared.Section) -> list[dict[str, Any]]:
    cursor = request.connection.execute(section.sql, request.parameters)
    return [{name: _value(name, value) for name, value in row.items()} for row in records(cursor)]


def _value(name: str, value: Any) -> Any:
    """A list of links as such, anything else as it is."""
    found = links(value) if value and name.endswith(LIST) else None
    return value if found is None else found
