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

# A workbook says when it was made; this says no time.
NO_TIME = datetime(2000, 1, 1)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# The calendar of spreadsheet programs begins in 1900 with a day that never was.
FIRST = date(1900, 3, 1)
ISO = "yyyy-mm-dd"
WIDEST, NARROWEST = 60, 8
# What a cell, the address of a link and the name of a sheet can hold.
MAX_CELL_CHARS, LONGEST_LINK, LONGEST_TITLE = 32_767, 2_079, 31
# So many links a sheet can hold; the others are text.
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
    """One sheet: `headings` that stay in sight and filter, or none where it is there to be read;
    `widths` in letters, else by what is in the columns."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Book:
    """A workbook: its title, what else it says of itself (author, subject, comments), how it writes
    days, and its sheets."""

    title: str
    sheets: Sequence[Sheet]
    about: Mapping[str, str] = field(default_factory=dict)
    days: str = ISO


def workbook(book: Book) -> bytes:
    """The bytes of the XLSX file; the same book gives the same bytes. A text that is longer than a
    cell can be ends in […]."""
    import xlsxwriter

    out = io.BytesIO()
    # Nothing is guessed from the letters of a text.
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
            # It shows the text as it is, also where somebody goes into the cell.
            "quoted": {"valign": "top", "quote_prefix": True},
            "link": {"valign": "top", "font_color": "#0B4F9C", "underline": 1},
        }.items()
    }
    for sheet, title in zip(book.sheets, _titles(book.sheets), strict=True):
        _write(made.add_worksheet(title), sheet, formats)
    made.close()
    return out.getvalue()


def _titles(sheets: Iterable[Sheet]) -> list[str]:
    """What the sheets can be called: no two alike, whatever the letters."""
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
            # Where the address is refused, nothing is written at all.
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
    """The day that the text is, where a spreadsheet program has it too."""
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
    """As wide as the longest of what is there; a Chinese character has room for two letters."""
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
