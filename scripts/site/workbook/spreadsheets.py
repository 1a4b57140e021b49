"""The addresses of spreadsheets: of a view that is a published file, and of every table, view and
question of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from cachetools import LRUCache, cached

from ...build.spreadsheet import Book, workbook
from ...core.sql import identifier
from ...database import views
from ...descriptor.model import Package, Resource
from ..ask import Answer, Ask, File, Page, Problem, Redirect
from ..http.files import TYPES
from ..locale.language import Language
from ..pages import question
from . import books

# Above this many cells a spreadsheet takes too long to make; there is the CSV.
MAX_CELLS = 300_000
ROWS = 50_000
# This many are kept, those asked for last.
CACHED_FILES = 32


def published(ask: Ask) -> Answer:
    """The spreadsheet of a view that is a published file."""
    resource = _resource(ask.package, ask.values["name"])
    if resource is None:
        raise Problem(404, "no_such_page", path=ask.path)
    return File(file_of(ask, resource), TYPES[".xlsx"])


def file_of(ask: Ask, resource: Resource) -> bytes:
    """The bytes of a view's spreadsheet. Raises Problem where there are too many rows for one."""
    _refuse_large(ask, resource.name, len(resource.schema.columns), f"/{resource.path}")
    address = f"/{resource.name}.xlsx"
    return _made(ask, address, lambda: books.of_view(ask, resource))


def of_view(ask: Ask, resource: Resource) -> list[tuple[Language, str, int]]:
    """The spreadsheets of a view: the language, the address and the size of each; none where there
    are too many rows for one."""
    if _rows(ask, resource.name) * len(resource.schema.columns) > MAX_CELLS:
        return []
    spoken = (replace(ask, language=language) for language in ask.site.languages)
    return [
        (each.language, f"{each.prefix}/{resource.name}.xlsx", len(file_of(each, resource)))
        for each in spoken
    ]


def table(ask: Ask) -> Answer:
    """The spreadsheet of a table or a view of the database, whole and in words."""
    name, titles = ask.values["table"], tables(ask.package)
    if name not in titles:
        raise Problem(404, "no_such_page", path=ask.path)
    if resource := _resource(ask.package, name):
        return File(file_of(ask, resource), TYPES[".xlsx"])
    cursor = ask.connection.execute(f"SELECT * FROM {identifier(name)} LIMIT 0")
    address = f"/{ask.package.database}/{name}"
    _refuse_large(ask, name, len(cursor.description), f"{address}.csv")
    title = ask.reader.vocabulary.table(name, titles[name])
    body = _made(ask, f"{address}.xlsx", lambda: books.of_table(ask, name, title))
    return File(body, TYPES[".xlsx"])


def answered(ask: Ask) -> Answer:
    """The answer of a question, with all of its rows; where it asks for something first, its page
    does. Raises Problem where there are too many."""
    found = question.answer(ask, ROWS)
    if not isinstance(found, Page) or not found.values["table"]:
        return Redirect(ask.path.removesuffix(".xlsx"))
    title, table = found.values["title"], found.values["table"]
    if (count := found.values["count"]) * len(table.columns) > MAX_CELLS:
        address = str(found.values["downloads"][0].href)
        raise Problem(413, "sheet_too_large", count=count, address=address)
    return File(workbook(books.of_answer(ask, title, table)), TYPES[".xlsx"])


def tables(package: Package) -> dict[str, str]:
    """Every table and view of the database with its title."""
    titles = {relation.name: relation.title for relation in package.relations}
    return titles | {view.name: view.title for view in views.of(package)}


def _resource(package: Package, name: str) -> Resource | None:
    return next((item for item in package.resources if item.view and item.name == name), None)


def _rows(ask: Ask, name: str) -> int:
    (count,) = ask.connection.execute(f"SELECT count(*) FROM {identifier(name)}").fetchone()
    return int(count)


def _refuse_large(ask: Ask, name: str, columns: int, address: str) -> None:
    count = _rows(ask, name)
    if count * columns > MAX_CELLS:
        raise Problem(413, "sheet_too_large", count=count, address=address)


@cached(
    LRUCache(CACHED_FILES),
    lambda ask, address, _: (ask.package.root, ask.language, address),
    Lock(),
)
def _made(ask: Ask, address: str, make: Callable[[], Book]) -> bytes:
    """The bytes of what is at an address."""
    del ask, address
    return workbook(make())
