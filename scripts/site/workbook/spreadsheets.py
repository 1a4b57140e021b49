"""The addresses of spreadsheets: of a view that is a published file, and of every table, view and
question of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from urllib.parse import quote

from cachetools import LRUCache, cached

from ...build.spreadsheet import Book, workbook
from ...core.sql import identifier
from ...database import views
from ...descriptor.model import Package, Resource
from ..http.files import TYPES
from ..locale.language import Language
from ..page_request import File, Page, PageRequest, PageResponse, Problem, Redirect
from ..pages import question
from . import books

# Above this many cells a spreadsheet takes too long to make; there is the CSV.
MAX_CELLS = 300_000
MAX_ROWS = 50_000
# This many are kept, those asked for last.
CACHED_FILES = 32


def published(request: PageRequest) -> PageResponse:
    """The spreadsheet of a view that is a published file."""
    resource = _resource(request.package, request.values["name"])
    if resource is None:
        raise Problem(404, "no_such_page", path=request.path)
    return File(file_of(request, resource), TYPES[".xlsx"])


def file_of(request: PageRequest, resource: Resource) -> bytes:
    """The bytes of a view's spreadsheet. Raises Problem where there are too many rows for one."""
    _refuse_large(request, resource.name, len(resource.schema.columns), f"/{quote(resource.path)}")
    address = f"/{resource.name}.xlsx"
    return _made(request, address, lambda: books.of_view(request, resource))


def of_view(request: PageRequest, resource: Resource) -> list[tuple[Language, str, int]]:
    """The spreadsheets of a view: the language, the address and the size of each; none where there
    are too many rows for one."""
    if _rows(request, resource.name) * len(resource.schema.columns) > MAX_CELLS:
        return []
    spoken = (replace(request, language=language) for language in request.site.languages)
    return [
        (each.language, f"{each.prefix}/{resource.name}.xlsx", len(file_of(each, resource)))
        for each in spoken
    ]


def table(request: PageRequest) -> PageResponse:
    """The spreadsheet of a table or a view of the database, whole and in words."""
    name, titles = request.values["table"], tables(request.package)
    if name not in titles:
        raise Problem(404, "no_such_page", path=request.path)
    if resource := _resource(request.package, name):
        return File(file_of(request, resource), TYPES[".xlsx"])
    cursor = request.connection.execute(f"SELECT * FROM {identifier(name)} LIMIT 0")
    address = f"/{request.package.database}/{name}"
    _refuse_large(request, name, len(cursor.description), f"{address}.csv")
    title = request.reader.vocabulary.table(name, titles[name])
    body = _made(request, f"{address}.xlsx", lambda: books.of_table(request, name, title))
    return File(body, TYPES[".xlsx"])


def answered(request: PageRequest) -> PageResponse:
    """The answer of a question, with all of its rows; where it asks for something first, its page
    does. Raises Problem where there are too many."""
    found = question.answer(request, MAX_ROWS)
    if not isinstance(found, Page) or not found.values["table"]:
        return Redirect(request.path.removesuffix(".xlsx"))
    title, table = found.values["title"], found.values["table"]
    if (count := found.values["count"]) * len(table.columns) > MAX_CELLS:
        address = str(found.values["downloads"][0].href)
        raise Problem(413, "sheet_too_large", count=count, address=address)
    return File(workbook(books.of_answer(request, title, table)), TYPES[".xlsx"])


def tables(package: Package) -> dict[str, str]:
    """Every table and view of the database with its title."""
    titles = {relation.name: relation.title for relation in package.relations}
    return titles | {view.name: view.title for view in views.all_views(package)}


def _resource(package: Package, name: str) -> Resource | None:
    return next((item for item in package.resources if item.view and item.name == name), None)


def _rows(request: PageRequest, name: str) -> int:
    (count,) = request.connection.execute(f"SELECT count(*) FROM {identifier(name)}").fetchone()
    return int(count)


def _refuse_large(request: PageRequest, name: str, columns: int, address: str) -> None:
    count = _rows(request, name)
    if count * columns > MAX_CELLS:
        raise Problem(413, "sheet_too_large", count=count, address=address)


@cached(
    LRUCache(CACHED_FILES),
    lambda request, address, _: (request.package.root, request.language, address),
    Lock(),
)
def _made(request: PageRequest, address: str, make: Callable[[], Book]) -> bytes:
    """The bytes of what is at an address."""
    del request, address
    return workbook(make())
