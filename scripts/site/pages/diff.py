"""`/diff/<series>/<old>...<new>`: the difference of two revisions, and how it is chosen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote, urlencode

from ...core.sql import identifier
from ...diff import formats
from ..ask import Answer, Ask, File, Page, Problem, Redirect
from ..differences import comparison
from ..series import cited_sources, links, member, members, on_day, side, source_columns
from ..site import Site


def answer(ask: Ask) -> Answer:
    """The difference of two revisions: a page of it, or all of it as a file."""
    series = ask.values["series"]
    sides = [on_day(ask, series, ask.values[part]) for part in ("old", "new")]
    old_name, new_name = (str(item.revision) for item in sides)
    old, new = (side(ask.package, item) for item in sides)
    column, number = ask.arguments.get("column", ""), ask.page_number
    comparable = [name for name in new.columns if name not in (*new.key, *new.ignore)]
    if column and column not in comparable:
        raise Problem(400, "no_such_column", value=column, known=", ".join(comparable))
    if ask.values["format"]:
        form = formats.by_extension()[ask.values["format"]]
        return File("".join(form.render(comparison.exported(old, new, column))), form.media_type)

    sql = f"SELECT count(*) FROM {identifier(series)} WHERE revision = ?"
    (records,) = ask.connection.execute(sql, (new_name,)).fetchone()
    diff = comparison.for_people(old, new)
    context = _context(ask, series, new.key[0])
    found = comparison.page(diff, records, ask.reader, context, column, number)
    if number > found.pages:
        raise Problem(400, "no_such_page_number", value=number, pages=found.pages)

    path = _path(series, old_name, new_name)
    query = urlencode({"old": old_name, "new": new_name})
    vocabulary = ask.reader.vocabulary
    values = {
        "found": found,
        "series": series,
        "series_title": vocabulary.series(series)[0],
        "is_wording": new.is_folded,
        "records": records,
        "swapped": ask.prefix + _path(series, new_name, old_name),
        "titles": {
            str(item.revision): vocabulary.revision(item) for item in ask.package.revisions(series)
        },
        "old": old_name,
        "new": new_name,
        "column": column,
        "path": path,
        "here": ask.prefix + path,
        "sql": f"/{ask.package.database}/diff_{series}?{query}",
        "formats": {form.extension: name for name, form in formats.known().items()},
    }
    return Page("pages/diff.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """Each revision against the one before it."""
    for series in site.package.series:
        names = [str(item.revision) for item in site.package.revisions(series.name)]
        for old, new in pairwise(names):
            yield f"/diff/{series.name}/{old}...{new}"


def chosen(ask: Ask) -> Answer:
    """The address of the difference that somebody chose from the two menus."""
    series, *sides = (ask.arguments.get(name, "") for name in ("series", "old", "new"))
    if not series:
        return Redirect(f"{ask.prefix}/revisions")
    members(ask, series)
    if not all(sides):
        raise Problem(400, "choose_two", links(ask, series))
    for name in sides:
        member(ask, series, name)
    return Redirect(ask.prefix + _path(series, *sides))


def one_side(ask: Ask) -> Answer:
    """What is meant by the address of a difference that does not name two revisions."""
    series = ask.values["series"]
    members(ask, series)
    if ask.values["words"]:
        raise Problem(400, "choose_two", links(ask, series))
    return Redirect(f"{ask.prefix}/revisions/{quote(series, safe='')}")


def _context(ask: Ask, series: str, key: str) -> comparison.Context:
    """What the page knows beside the difference: what records are called, and their sources."""
    schema = ask.package.relation(series).schema
    sources = cited_sources(ask.connection, ask.package, schema, ask.reader)
    return comparison.Context(series, ask.names(key), source_columns(schema), sources)


def _path(series: str, old: str, new: str) -> str:
    return f"/diff/{quote(series, safe='')}/{quote(old, safe='')}...{quote(new, safe='')}"
