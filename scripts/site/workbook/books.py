"""A view, a table or the answer of a question as a workbook in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...build.spreadsheet import ISO, Book, Cell, Linked, Sheet, values
from ...core.sql import columns, identifier
from ...database.load import read_tables
from ...descriptor.model import Resource
from ...descriptor.pages import brief
from ..base import homepage
from ..locale.cells import WEB, Table
from ..locale.cells import Cell as Shown
from . import about

if TYPE_CHECKING:
    from ..page_request import PageRequest

FULL_DAY = len("2026-01-31")


def of_view(request: PageRequest, resource: Resource) -> Book:
    """What most readers need of a view, then all of it: in the first language with the names and
    values of its CSV, in another language in words."""
    say, vocabulary = request.language.say, request.reader.vocabulary
    title = vocabulary.table(resource.name, resource.title)
    table = read_tables(request.package, [resource])[resource.name]
    names, rows = table.columns, values(resource, table)
    sheets = []
    if sql := brief(request.package.root).get(resource.name):
        cursor = request.connection.execute(sql, request.parameters)
        chosen = request.reader.table(columns(cursor), cursor.fetchall(), resource.name)
        sheets.append((_sheet(request, say("sheet_brief"), chosen), say("sheet_brief_told")))
    if request.language.is_first:
        whole, note = Sheet(say("sheet_all"), names, rows), say("sheet_as_file", file=resource.path)
    else:
        whole = _sheet(request, say("sheet_all"), request.reader.plain(names, rows, resource.name))
        note = say("sheet_all_told")
    fields = resource.schema.fields if request.language.is_first else ()
    described = [[field.name, field.title, field.description] for field in fields]
    return _book(request, title, [*sheets, (whole, note)], described)


def of_table(request: PageRequest, name: str, title: str) -> Book:
    """The rows of a table or view, in words."""
    cursor = request.connection.execute(f"SELECT * FROM {identifier(name)}")
    table = request.reader.plain(columns(cursor), cursor.fetchall(), name)
    return of_answer(request, title, table)


def of_answer(request: PageRequest, title: str, table: Table) -> Book:
    """Rows that are in words already."""
    return _book(request, title, [(_sheet(request, title, table), "")], ())


def _book(
    request: PageRequest,
    title: str,
    sheets: Sequence[tuple[Sheet, str]],
    columns: Sequence[Sequence[str]],
) -> Book:
    say, package = request.language.say, request.package
    named = [(sheet.title, note) for sheet, note in sheets if note]
    first = about.sheet(request, title, named, columns)
    version = package.descriptor.get("version")
    # Days are written as the language writes them, if it says how, else as in the data.
    days = say("sheet_day_format") if "sheet_day_format" in request.language.words else ISO
    said = {"comments": say("footer_version", version=version)} if version else {}
    return Book(title, (first, *(sheet for sheet, _ in sheets)), said, days)


def _sheet(request: PageRequest, title: str, table: Table) -> Sheet:
    place = homepage(request.package)
    headings = [column.heading for column in table.columns]
    return Sheet(title, headings, [[_cell(cell, place) for cell in row] for row in table.rows])


def _cell(cell: Shown, place: str) -> Cell:
    """A cell of a page for a sheet: a day as a date, a number as a number unless a word stands for
    it, a text with its link. Links to our own pages need the address of the site."""
    if len(cell.parts) > 1:
        return about.plain("\n".join(part.text for part in cell.parts))
    if cell.parts:
        return _cell(cell.parts[0], place)
    if len(cell.day) == FULL_DAY:
        return cell.day
    if cell.is_number and cell.text == str(cell.raw):
        return cell.raw  # type: ignore[no-any-return]
    url = place + cell.href if place and cell.href.startswith("/") else cell.href
    url = url or (cell.text if cell.text.startswith(WEB) else "")
    text = about.plain(cell.text)
    return Linked(text, url) if url and not url.startswith("/") else text
