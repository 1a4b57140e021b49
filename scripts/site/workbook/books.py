"""A view, a table or the answer of a question as a workbook in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...build.spreadsheet import ISO, Book, Cell, Linked, Sheet, values
from ...core.sql import identifier
from ...database.load import read_tables
from ...descriptor.model import Resource
from ...descriptor.pages import brief
from ..base import homepage
from ..locale.cells import WEB, Table
from ..locale.cells import Cell as Shown
from ..locale.language import speaker
from . import about

if TYPE_CHECKING:
    from ..ask import Ask

FULL_DAY = len("2026-01-31")


def of_view(ask: Ask, resource: Resource) -> Book:
    """What most readers need of a view, then all of it: in the first language named and written as
    in its CSV, in another in words."""
    say, vocabulary = speaker(ask.language), ask.reader.vocabulary
    title = vocabulary.table(resource.name, resource.title)
    table = read_tables(ask.package, [resource])[resource.name]
    names, rows = table.columns, values(resource, table)
    sheets = []
    if sql := brief(ask.package.root).get(resource.name):
        cursor = ask.connection.execute(sql, ask.parameters)
        columns = [column[0] for column in cursor.description]
        chosen = ask.reader.table(columns, cursor.fetchall(), resource.name)
        sheets.append((_sheet(ask, say("sheet_brief"), chosen), say("sheet_brief_told")))
    if ask.language.is_first:
        whole, told = Sheet(say("sheet_all"), names, rows), say("sheet_as_file", file=resource.path)
    else:
        whole = _sheet(ask, say("sheet_all"), ask.reader.plain(names, rows, resource.name))
        told = say("sheet_all_told")
    fields = resource.schema.fields if ask.language.is_first else ()
    columns = [[field.name, field.title, field.description] for field in fields]
    return _book(ask, title, [*sheets, (whole, told)], columns)


def of_table(ask: Ask, name: str, title: str) -> Book:
    """The rows of a table or view, in words."""
    cursor = ask.connection.execute(f"SELECT * FROM {identifier(name)}")
    names = [column[0] for column in cursor.description]
    return of_answer(ask, title, ask.reader.plain(names, cursor.fetchall(), name))


def of_answer(ask: Ask, title: str, table: Table) -> Book:
    """Rows that are in words already."""
    return _book(ask, title, [(_sheet(ask, title, table), "")], ())


def _book(
    ask: Ask,
    title: str,
    sheets: Sequence[tuple[Sheet, str]],
    columns: Sequence[Sequence[str]],
) -> Book:
    say, package = speaker(ask.language), ask.package
    named = [(sheet.title, told) for sheet, told in sheets if told]
    first = about.sheet(ask, title, named, columns)
    version = package.descriptor.get("version")
    # Days are written as in the language where it has its own way, else as in the data.
    days = say("sheet_day_format") if "sheet_day_format" in ask.language.words else ISO
    said = {"comments": say("footer_version", version=version)} if version else {}
    return Book(title, (first, *(sheet for sheet, _ in sheets)), said, days)


def _sheet(ask: Ask, title: str, table: Table) -> Sheet:
    place = homepage(ask.package)
    headings = [column.heading for column in table.columns]
    return Sheet(title, headings, [[_cell(cell, place) for cell in row] for row in table.rows])


def _cell(cell: Shown, place: str) -> Cell:
    """What a page shows in a cell: a day as the day that it is, a number as a number where no word
    stands for it, a text with where it leads; an address of ours only where ours are known."""
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
