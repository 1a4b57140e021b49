"""`/diff/<series>/<old>...<new>`: the difference of two revisions, and how it is chosen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote, urlencode

from ...core.sql import identifier
from ...diff import formats
from ...diff.revisions import Revision
from ..differences import comparison
from ..page_request import File, Page, PageRequest, PageResponse, Problem, Redirect
from ..series import cited_sources, links, member, members, on_day, side, source_columns
from ..site import Site


def answer(request: PageRequest) -> PageResponse:
    """The difference of two revisions: a page of it, or all of it as a file."""
    series = request.values["series"]
    sides = [on_day(request, series, request.values[part]) for part in ("old", "new")]
    old_name, new_name = (str(item.revision) for item in sides)
    old, new = (side(request.package, item) for item in sides)
    column, number = request.arguments.get("column", ""), request.page_number
    comparable = [name for name in new.columns if name not in (*new.key, *new.ignore)]
    if column and column not in comparable:
        raise Problem(400, "no_such_column", value=column, known=", ".join(comparable))
    if request.values["format"]:
        form = formats.by_extension()[request.values["format"]]
        return File("".join(form.render(comparison.difference(old, new, column))), form.media_type)

    sql = f"SELECT count(*) FROM {identifier(series)} WHERE revision = ?"
    (records,) = request.connection.execute(sql, (new_name,)).fetchone()
    diff = comparison.difference(old, new)
    context = _context(request, series, new)
    found = comparison.page(diff, records, context, column, number)
    if number > found.pages:
        raise Problem(400, "no_such_page_number", value=number, pages=found.pages)

    path = _path(series, old_name, new_name)
    query = urlencode({"old": old_name, "new": new_name})
    values = {
        "found": found,
        "series": series,
        "series_title": request.reader.vocabulary.series(series)[0],
        "is_wording": new.is_folded,
        "records": records,
        "swapped": request.prefix + _path(series, new_name, old_name),
        "titles": request.titles(series),
        "old": old_name,
        "new": new_name,
        "column": column,
        "path": path,
        "here": request.prefix + path,
        "sql": f"/{request.package.database}/diff_{series}?{query}",
        "formats": {form.extension: name for name, form in formats.known().items()},
    }
    return Page("page/diff.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """Each revision against the one before it."""
    for series in site.package.series:
        names = [str(item.revision) for item in site.package.revisions(series.name)]
        for old, new in pairwise(names):
            yield _path(series.name, old, new)


def chosen(request: PageRequest) -> PageResponse:
    """The address of the difference that somebody chose from the two menus."""
    series, *sides = (request.arguments.get(name, "") for name in ("series", "old", "new"))
    if not series:
        return Redirect(f"{request.prefix}/revisions")
    members(request, series)
    if not all(sides):
        raise Problem(400, "choose_two", links(request, series))
    for name in sides:
        member(request, series, name)
    return Redirect(request.prefix + _path(series, *sides))


def one_side(request: PageRequest) -> PageResponse:
    """What is meant by the address of a difference that does not name two revisions."""
    series = request.values["series"]
    members(request, series)
    if request.values["words"]:
        raise Problem(400, "choose_two", links(request, series))
    return Redirect(f"{request.prefix}/revisions/{quote(series, safe='')}")


def _context(request: PageRequest, series: str, new: Revision) -> comparison.Context:
    """What the page knows beside the difference: what records are called, and their sources."""
    schema = request.package.relation(series).schema
    names, sources = request.names(*new.key), cited_sources(request, schema)
    cited = source_columns(schema)
    return comparison.Context(request.reader, series, names, cited, sources, not new.is_folded)


def _path(series: str, old: str, new: str) -> str:
    return f"/diff/{quote(series, safe='')}/{quote(old, safe='')}...{quote(new, safe='')}"
