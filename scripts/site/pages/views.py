"""What is answered to a request for one of our pages: one function a kind of page, which raises
Problem where the address does not fit."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from ...diff import formats
from ..locale.cells import Cell
from . import comparison, releases, revision, search
from .days import on_day
from .site import Answer, Ask, File, Page, Problem, Redirect


def all_revisions(ask: Ask) -> Answer:
    """The revisions of every series, or of the one that is named."""
    names = [item.name for item in ask.package.series]
    if wanted := ask.values.get("series", ""):
        _known(ask, wanted)
        names = [wanted]
    listed = [revision.series(ask.connection, ask.package, ask.reader, name) for name in names]
    return Page("pages/revisions.html", {"listed": listed, "database": ask.package.database})


def one_revision(ask: Ask) -> Answer:
    """One revision, a page of its records at a time."""
    series, name = ask.values["series"], ask.values["revision"]
    _require(ask, series, name)
    number = _number(ask)
    resource = next(item for item in ask.package.revisions(series) if item.revision == name)
    listed = revision.series(ask.connection, ask.package, ask.reader, series)
    place = next(at for at, told in enumerate(listed.revisions) if told.revision == name)
    told = listed.revisions[place]
    pages = max(1, -(-told.records // revision.PAGE))
    _refuse_beyond(number, pages)
    columns = resource.schema.columns
    order = str((ask.of_database("tables").get(series) or {}).get("sort"))
    table = revision.records(
        ask.connection,
        ask.package,
        resource,
        ask.reader,
        ask.names(resource.schema.primary_key[0]),
        order if order in columns else columns[0],
        number,
    )
    values = {
        "series": listed,
        "told": told,
        "newer": listed.revisions[place - 1] if place else None,
        "older": next(iter(listed.revisions[place + 1 :]), None),
        "table": table,
        "page": number,
        "pages": pages,
        "database": ask.package.database,
        "cite": releases.cited_at(ask, revision=f"{series}/{name}"),
    }
    return Page("pages/revision.html", values)


def chosen(ask: Ask) -> Answer:
    """The address of the difference that somebody chose from the two menus."""
    series, *sides = (ask.arguments.get(name, "") for name in ("series", "old", "new"))
    if not series:
        return Redirect(f"{ask.prefix}/revisions")
    _known(ask, series)
    if not all(sides):
        raise Problem(400, "choose_two", _links(ask, series))
    for side in sides:
        _require(ask, series, side)
    return Redirect(ask.prefix + _path(series, *sides))


def one_side(ask: Ask) -> Answer:
    """What is meant by the address of a difference that does not name two revisions."""
    series = ask.values["series"]
    _known(ask, series)
    if ask.values["words"]:
        raise Problem(400, "choose_two", _links(ask, series))
    return Redirect(f"{ask.prefix}/revisions/{quote(series, safe='')}")


def difference(ask: Ask) -> Answer:
    """The difference of two revisions: a page of it, or all of it as a file."""
    series = ask.values["series"]
    old_name, new_name = (on_day(ask, series, ask.values[part]) for part in ("old", "new"))
    for name in (old_name, new_name):
        _require(ask, series, name)
    known = revision.sides(ask.package.root)
    old, new = (known[f"{series}/{name}"] for name in (old_name, new_name))
    column, number = ask.arguments.get("column", ""), _number(ask)
    comparable = [name for name in new.columns if name not in (*new.key, *new.ignore)]
    if column and column not in comparable:
        raise Problem(400, "no_such_column", value=column, known=", ".join(comparable))
    if ask.values["format"]:
        form = formats.by_extension()[ask.values["format"]]
        return File("".join(form.render(comparison.exported(old, new, column))), form.media_type)
    schema = ask.package.relation(series).schema
    about = comparison.About(
        series,
        ask.names(new.key[0]),
        revision.beside(schema),
        revision.cited_sources(ask.connection, ask.package, schema, ask.reader),
    )
    records = revision.size(ask.connection, series, new_name)
    diff = comparison.whole(old, new)
    found = comparison.page(diff, records, ask.reader, about, column, number)
    _refuse_beyond(number, found.pages)
    title, _ = ask.reader.vocabulary.series(series)
    path = _path(series, old_name, new_name)
    sides = urlencode({"old": old_name, "new": new_name})
    values = {
        "found": found,
        "series": series,
        "series_title": title,
        "is_wording": new.is_folded,
        "records": records,
        "swapped": ask.prefix + _path(series, new_name, old_name),
        "titles": {
            str(item.revision): ask.reader.vocabulary.revision(item)
            for item in ask.package.revisions(series)
        },
        "old": old_name,
        "new": new_name,
        "column": column,
        "path": path,
        "here": ask.prefix + path,
        "sql": f"/{ask.package.database}/diff_{series}?{sides}",
        "formats": {form.extension: name for name, form in formats.known().items()},
    }
    return Page("pages/diff.html", values)


def nothing(ask: Ask) -> Answer:
    """What is answered where there is no page in the language."""
    if ask.path.rstrip("/") == ask.prefix:
        return Redirect(f"{ask.prefix}/")
    name = ask.path.removeprefix(ask.prefix).strip("/")
    if address := search.address(ask.site, name, ask.connection):
        return Redirect(ask.prefix + address)
    raise Problem(404, "no_such_page", ask.site.existing(ask.language), path=ask.path)


def _path(series: str, old: str, new: str) -> str:
    return f"/diff/{quote(series, safe='')}/{quote(old, safe='')}...{quote(new, safe='')}"


def _known(ask: Ask, series: str) -> list[str]:
    """The revisions of the series; a Problem where there is no such series."""
    found = [str(item.revision) for item in ask.package.revisions(series)]
    if not found:
        names = [item.name for item in ask.package.series]
        links = [
            Cell(ask.reader.vocabulary.series(name)[0], href=ask.reader.href(f"/revisions/{name}"))
            for name in names
        ]
        raise Problem(404, "no_such_series", links, value=series)
    return found


def _require(ask: Ask, series: str, name: str) -> None:
    """A Problem where the series has no revision of the name."""
    if name not in _known(ask, series):
        raise Problem(404, "no_such_revision", _links(ask, series), series=series, value=name)


def _links(ask: Ask, series: str) -> list[Cell]:
    """The revisions of the series."""
    return [
        Cell(
            ask.reader.vocabulary.revision(item),
            href=ask.reader.href(f"/revisions/{series}/{item.revision}"),
        )
        for item in ask.package.revisions(series)
    ]


def _number(ask: Ask) -> int:
    """The number of the page that is asked for; a Problem where it is not a number."""
    word = ask.arguments.get("page") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,8}", word):
        raise Problem(400, "no_number", value=word)
    return int(word)


def _refuse_beyond(number: int, pages: int) -> None:
    if number > pages:
        raise Problem(400, "no_such_page_number", value=number, pages=pages)
