"""A page that data/pages/ declares, in the order in which it is made: what is asked, the data of
its sections, what they show beside their SQL, the template."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from ...contribute.contact import contact
from ...core.sql import identifier
from ...descriptor import pages as declared
from ..feed import release_entries
from ..feed.entry import FeedScope
from ..locale.cells import Cell
from ..workbook import spreadsheets
from . import content, downloads, releases, report, revision, search
from .site import Answer, Ask, File, Page, Problem, Redirect

FILES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
}


def answer(ask: Ask, page: declared.Page) -> Answer:
    """The page; another address where somebody asks for a record by one of its names."""
    beside: dict[str, Any] = {}
    for section in page.sections:
        if section.show == "found":
            found = search.answer(ask, section)
            if isinstance(found, Redirect):
                return found
            beside |= found
    wanted = ",".join(ask.values[name] for name in page.parameters)
    if ask.values.get("format"):
        is_there = content.has(ask.connection, page, ask.told)
        return _file(ask, page) if is_there else _other_name(ask, page, wanted)
    filled = content.fill(ask.connection, page, ask.told, ask.reader, ask.package.database)
    if filled is None:
        return _other_name(ask, page, wanted)
    above = ask.site.parent(page)
    values = {
        "page": filled,
        "spec": page,
        "title": filled.title if filled.title.text else Cell(ask.about("title")),
        "lede": filled.lede,
        "preview": _preview(ask, filled),
        "preview_of": ask.path.rstrip("/") if _is_drawn(filled) else "",
        "files": f"{ask.path.rstrip('/')}/files",
        "database": ask.package.database,
        "above": _above(ask, above) if above else None,
        "cite": releases.cited_at(ask, record=wanted) if wanted else "",
        "quoted": releases.quoted(ask, record=wanted),
        "contact": contact(ask.package),
        **beside,
    }
    known = _known(ask, page)
    for shown in filled.sections:
        values |= _beside(ask, shown)
        if shown.show == "report":
            values["ways"] = report.ways(ask.package, ask.language, known)
        elif shown.show == "events":
            values["ways_of"] = partial(report.of_record, ask.package, ask.language, known)
    return Page("index.html" if page.address == "/" else "pages/declared.html", values)


def _other_name(ask: Ask, page: declared.Page, wanted: str) -> Redirect:
    """The page that is meant by another name of its record, or a Problem that says what is near."""
    known = content.known(ask.connection, page, ask.reader)
    table = search.searched(ask.package)
    if table and ask.package.relation(table).primary_key == page.parameters:
        if key := search.key_of(ask.connection, ask.package, wanted):
            return Redirect(ask.reader.href(page.of_key(key)))
        found = search.find(
            search.names(ask.connection, ask.package.root, ask.package, table), wanted
        )
        near = [known[key] for key in (*found.within, *found.near)[:3] if key in known]
        raise Problem(404, "no_such_record", meant=near, value=wanted)
    raise Problem(404, "no_such_record", value=wanted)


def _above(ask: Ask, page: declared.Page) -> Cell:
    name = page.menu.get(ask.language.name) or page.title.get(ask.language.name, "")
    return Cell(name, href=ask.reader.href(page.address))


def _preview(ask: Ask, filled: content.Content) -> str:
    """What a preview says of the page: its sentence, else its lede, else what the site is."""
    for section in filled.sections:
        if section.show in ("sentence", "lede") and section.records:
            row = section.records[0]
            return (row.get("sentence") or row["text"]).text
    return filled.described or filled.lede.text or ask.about("description")


def _is_drawn(filled: content.Content) -> bool:
    """Whether the page has a preview of its own; others have that of the home page."""
    return any(section.show in declared.PREVIEWED for section in filled.sections)


def _beside(ask: Ask, section: content.Filled) -> dict[str, Any]:
    """What a section shows that its SQL does not give."""
    match section.show:
        case "downloads":
            sheets = partial(spreadsheets.of_view, ask)
            return {"downloads": downloads.downloads(ask.package, ask.reader.vocabulary, sheets)}
        case "questions":
            return {"questions": downloads.questions(ask)}
        case "corrections":
            told = release_entries.entries(
                ask.package.root, ask.reader, ask.every_name, FeedScope("", "")
            )
            corrections = [entry for entry in told if "correction" in entry.kinds][::-1]
            return {"corrections": corrections, "read": ask.reader.text}
        case "printed_lines":
            key = tuple(value for name, value in ask.values.items() if name != "format")
            return {
                "lines": revision.lines(
                    ask.connection, ask.package, ask.reader, section.spec.of, key
                )
            }
    return {}


def _known(ask: Ask, page: declared.Page) -> dict[str, str]:
    """What a report on the page need not be asked: its address, and its record."""
    keys = {name: ask.values[name] for name in page.parameters}
    address = page.address
    for name, value in keys.items():
        address = address.replace(f"<{name}>", value)
    known = {**keys, "page": ask.language.prefix + address, "record": "/".join(keys.values())}
    tables = [item for item in ask.package.relations if item.primary_key == page.parameters]
    return {**known, "table": tables[0].name} if tables else known


def _file(ask: Ask, page: declared.Page) -> File:
    """The record as the published view has it; as JSON with the rows of every section beside."""
    key = {name: ask.values[name] for name in page.parameters}
    row: Mapping[str, Any] = {}
    for view in ask.package.views:
        if view.resource and view.resource.schema.primary_key == page.parameters:
            wanted = " AND ".join(f"{identifier(name)} = :{name}" for name in key)
            cursor = ask.connection.execute(
                f"SELECT * FROM {identifier(view.name)} WHERE {wanted}", key
            )
            columns = [column[0] for column in cursor.description]
            row = dict(zip(columns, next(iter(cursor), [None] * len(columns)), strict=True))
            break
    if ask.values["format"] == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(row)
        if any(row.get(name) is not None for name in key):
            writer.writerow("" if value is None else value for value in row.values())
        return File(text.getvalue(), FILES["csv"])
    found = [(section, _rows(ask, section)) for section in page.sections if section.sql]
    sections = {section.name: rows for section, rows in found if rows or section.empty}
    document = {**key, "version": ask.told["version"], "record": row, "sections": sections}
    return File(json.dumps(document, ensure_ascii=False, indent=1) + "\n", FILES["json"])


def _rows(ask: Ask, section: declared.Section) -> list[dict[str, Any]]:
    cursor = ask.connection.execute(section.sql, ask.told)
    columns = [column[0] for column in cursor.description]
    return [
        {
            name: json.loads(value) if name.endswith("_list") and value else value
            for name, value in zip(columns, row, strict=True)
        }
        for row in cursor
    ]
