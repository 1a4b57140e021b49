"""The addresses of what is to be taken from a page: its sections as files, and its preview.

/organizations/unfccc/files/acts.svg has the picture of a section, .png the same, .csv and .xlsx its
rows; /organizations/unfccc/preview.png is what is shown where the address is shared.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

from ...build.spreadsheet import workbook
from ...descriptor.pages import PREVIEWED, Page, Section
from ..http.files import TYPES
from ..page_request import File, PageRequest, PageResponse, Problem
from ..sections import content
from ..sections.content import Content, Filled
from ..workbook import books
from . import marks, preview, raster, timeline
from .figure import Figure

FORMATS = ("csv", "png", "svg", "xlsx")
# PNG is drawn this many times as large as SVG says.
ZOOM = 2


def section(request: PageRequest, page: Page) -> PageResponse:
    """A section of the page as a file. Raises Problem where it has no such section, or the section
    is not a picture."""
    name, form = request.values["section"], request.values["format"]
    filled = _filled(request, page, lambda item: item.name == name and bool(item.sql))
    if not filled.sections:
        raise Problem(404, "no_such_page", path=request.path)
    (found,) = filled.sections
    if form == "csv":
        return File(_rows(request, found), TYPES[".csv"])
    title = _title(filled, found)
    if form == "xlsx":
        return File(workbook(books.of_answer(request, title, found.table)), TYPES[".xlsx"])
    said = filled.described[:1].upper() + filled.described[1:] if found.strip else ""
    figure = Figure(title, found.note or said)
    if found.strip:
        svg = timeline.picture(request, found, figure)
    elif found.show == "marks":
        svg = marks.picture(request, found, figure)
    else:
        raise Problem(404, "no_such_page", path=request.path)
    return _file(request, svg, form, ZOOM)


def of_page(request: PageRequest, page: Page) -> PageResponse:
    """What is shown of the page where its address is shared."""
    filled = _filled(request, page, lambda item: item.show in PREVIEWED)
    return _file(request, preview.picture(request, filled), "png", 1)


def _filled(request: PageRequest, page: Page, wanted: Callable[[Section], bool]) -> Content:
    """The page with the sections that are wanted."""
    page = replace(page, sections=tuple(filter(wanted, page.sections)))
    found = content.fill(request, page)
    if found is None:
        raise Problem(404, "no_such_page", path=request.path)
    return found


def _title(page: Content, found: Filled) -> str:
    """A title that says what it is of where it stands alone."""
    if found.strip and len(found.strip.rows) == 1:
        return page.title.text
    return found.title or page.title.text


def _file(request: PageRequest, svg: str, form: str, zoom: float) -> File:
    if form == "svg":
        return File(svg, "image/svg+xml; charset=utf-8")
    # What is asked behind the address may be anything, and is not kept.
    is_lasting = not request.arguments
    root = request.package.root
    data = raster.kept_png(root, svg, zoom) if is_lasting else raster.png(svg, zoom)
    return File(data, "image/png")


def _rows(request: PageRequest, found: Filled) -> str:
    cursor = request.connection.execute(found.spec.sql, request.parameters)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column[0] for column in cursor.description])
    writer.writerows(["" if value is None else value for value in row] for row in cursor)
    return text.getvalue()
