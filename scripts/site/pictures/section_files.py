"""The addresses of the files of a page: its sections, and its preview.

/organizations/unfccc/files/acts.svg has the picture of a section, .png the same, .csv and .xlsx its
rows; /organizations/unfccc/preview.png is what is shown where the address is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...build.spreadsheet import workbook
from ...core import csv_table
from ...core.sql import columns
from ...descriptor.pages import PREVIEWED_KINDS, Page, Section
from ..http.files import TYPES
from ..page_request import File, PageRequest, PageResponse, Problem
from ..sections import content
from ..sections.content import Content, Filled
from ..workbook import books
from . import marks, preview, raster, timeline

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
    if found.strip:
        described = filled.described[:1].upper() + filled.described[1:]
        svg = timeline.picture(request, found, title, found.note or described)
    elif found.show == "marks":
        svg = marks.picture(request, found, title, found.note)
    else:
        raise Problem(404, "no_such_page", path=request.path)
    return _file(request, svg, form, ZOOM)


def of_page(request: PageRequest, page: Page) -> PageResponse:
    """What is shown of the page where its address is shared."""
    filled = _filled(request, page, lambda item: item.show in PREVIEWED_KINDS)
    return _file(request, preview.picture(request, filled), "png", 1)


def _filled(request: PageRequest, page: Page, wanted: Callable[[Section], bool]) -> Content:
    """The page with the sections that are wanted."""
    page = replace(page, sections=tuple(filter(wanted, page.sections)))
    found = content.fill(request, page)
    if found is None:
        raise Problem(404, "no_such_page", path=request.path)
    return found


def _title(page: Content, found: Filled) -> str:
    """A title that still says what it belongs to when it stands alone."""
    if found.strip and len(found.strip.rows) == 1:
        return page.title.text
    return found.title or page.title.text


def _file(request: PageRequest, svg: str, form: str, zoom: float) -> File:
    if form == "svg":
        return File(svg, "image/svg+xml; charset=utf-8")
    # A picture with anything after the ? of its address is not kept: there is no end of them.
    if request.arguments:
        return File(raster.png(svg, zoom), "image/png")
    return File(raster.cached_png(request.package.root, svg, zoom), "image/png")


def _rows(request: PageRequest, found: Filled) -> bytes:
    cursor = request.connection.execute(found.spec.sql, request.parameters)
    rows = (["" if value is None else str(value) for value in row] for row in cursor)
    return csv_table.dump(columns(cursor), rows)
