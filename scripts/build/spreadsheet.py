"""Tables as a workbook that is safe to open: days are dates, numbers numbers, all else text, and
nothing is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import atomic
from ..core.csv_table import Table
from ..database import load
from ..descriptor.model import Package, Resource

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# A workbook says when it was made; this is always the same.
NO_TIME = datetime(2000, 1, 1)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# In spreadsheet programs, February 1900 has a day that never was; later days are right.
FIRST = date(1900, 3, 1)
ISO = "yyyy-mm-dd"
WIDEST, NARROWEST = 60, 8
# The most characters of a cell, of the address of a link and of the name of a sheet.
MAX_CELL_CHARS, LONGEST_LINK, LONGEST_TITLE = 32_767, 2_079, 31
# The most links of a sheet; the others are text.
MAX_LINKS = 65_530
CUT = " […]"
# Above, the numbers of spreadsheet programs lose digits.
EXACT = 1e15
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Linked:
    """A text that leads to an address of the web."""

    text: str
    url: str


Cell = load.Value | Linked


@dataclass(frozen=True)
class Sheet:
    """One sheet: `headings` that stay visible and filter, or none for a sheet of text; `widths` of
    columns in letters, or else by their contents."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Book:
    """A workbook: its title, its other properties (author, subject, comments), how it writes days,
    and its sheets."""

    title: str
    sheets: Sequence[Sheet]
    about: Mapping[str, str] = field(default_factory=dict)
    days: str = ISO


def workbook(book: Book) -> bytes:
    """The bytes of the XLSX file; the same book gives the same bytes. A text that is longer than a
    cell can be ends in […]."""
    import xlsxwriter

    out = io.BytesIO()
    # No type is guessed from the text.
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.set_properties({"title": book.title, "created": NO_TIME, **book.about})
    formats = {
        name: made.add_format(given)
        for name, given in {
            "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
            "day": {"num_format": book.days, "align": "left", "valign": "top"},
            "text": {"valign": "top"},
            "read": {"valign": "top", "text_wrap": True},
            "name": {"valign": "top", "text_wrap": True, "bold": True},
            # The text stays text, also when somebody edits the cell.
            "quoted": {"valign": "top", "quote_prefix": True},
            "link": {"valign": "top", "font_color": "#0B4F9C", "underline": 1},
        }.items()
    }
    for sheet, title in zip(book.sheets, _titles(book.sheets), strict=True):
        _write(made.add_worksheet(title), sheet, formats)
    made.close()
    return out.getvalue()


def _titles(sheets: Iterable[Sheet]) -> list[str]:
    """Names for the sheets: valid ones, no two the same in any case."""
    taken, titles = {"", "history"}, []
    for number, sheet in enumerate(sheets, start=1):
        title = NOT_IN_TITLES.sub(" ", sheet.title)[:LONGEST_TITLE].strip(" '")
        if title.lower() in taken:
            title = f"{title[: LONGEST_TITLE - 4]} {number}".strip()
        taken.add(title.lower())
        titles.append(title)
    return titles


def _write(page: Worksheet, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    for place, heading in enumerate(sheet.headings):
        page.write_string(0, place, heading, formats["head"])
    first = 1 if sheet.headings else 0
    for number, row in enumerate(sheet.rows, start=first):
        for place, cell in enumerate(row):
            if cell is not None and cell != "":
                read = "name" if place == 0 else "read"
                _cell(page, number, place, cell, formats, "text" if sheet.headings else read)
    for place, width in enumerate(sheet.widths or _widths(sheet)):
        page.set_column(place, place, width)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if sheet.headings:
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.headings) - 1)
        page.set_landscape()
        page.repeat_rows(0)
    else:
        page.hide_gridlines(2)


def _cell(
    page: Worksheet, number: int, place: int, cell: Cell, formats: Mapping[str, Any], plain: str
) -> None:
    if isinstance(cell, Linked):
        is_link = cell.url.startswith(LINKS) and len(cell.url) <= LONGEST_LINK
        if is_link and page.hlink_count < MAX_LINKS:
            text = _fitting(cell.text)
            # If the address is refused, the cell is left empty.
            if page.write_url(number, place, cell.url, formats["link"], text) == 0:
                return
        cell = cell.text
    if isinstance(cell, (int, float)) and abs(cell) < EXACT:
        page.write_number(number, place, cell, formats[plain])
    elif (day := _day(cell)) is not None:
        page.write_datetime(number, place, day, formats["day"])
    else:
        text = _fitting(str(cell))
        page.write_string(number, place, text, formats["quoted" if text[:1] in "=+-@" else plain])


def _day(value: object) -> date | None:
    """The text as a day, if spreadsheet programs have that day."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found >= FIRST else None


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - len(CUT)] + CUT


def _widths(sheet: Sheet) -> list[int]:
    """Columns as wide as their longest text; a Chinese character takes the room of two letters."""
    widths = []
    for place, heading in enumerate(sheet.headings):
        texts = [heading, *(_shown(row[place]) for row in sheet.rows)]
        longest = max(len(text.encode("gb18030", "replace")) for text in texts)
        widths.append(min(max(longest + 2, NARROWEST), WIDEST))
    return widths


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Linked) else "" if cell is None else str(cell)[:WIDEST]


def write(package: Package, folder: Path) -> None:
    """Write <resource>.xlsx for each view of a package that is a file: its rows as they are."""
    resources = [resource for resource in package.resources if resource.view]
    tables = load.read_tables(package, resources)
    for resource in resources:
        table = tables[resource.name]
        sheet = Sheet(resource.title, table.columns, values(resource, table))
        about = Book(resource.title, (sheet,))
        atomic.replace(folder / f"{resource.name}.xlsx", workbook(about))


def values(resource: Resource, table: Table) -> list[list[load.Value]]:
    """The rows of a table with numbers as numbers."""
    types = {field.name: field for field in resource.schema.fields}
    return [
        [load.value(text, types[name]) for name, text in zip(table.columns, cells, strict=True)]
        for _, cells in table.records
    ]
