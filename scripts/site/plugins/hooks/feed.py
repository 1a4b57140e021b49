"""`/feed.atom`, and the feed of each record that has a page, in each language."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from jinja2 import Environment

from ....core.sql import identifier as quoted
from ....descriptor.pages import Page
from ...base import VARY, base
from ...calendar.due import calendars
from ...feed import release_entries, revision_entries
from ...feed.atom import atom
from ...feed.entry import Entry, FeedScope, newest_first
from ...folder import folder_of
from ...locale.keys import Names
from ...locale.language import Language
from ...record_names import pages_of_records, record_names
from ...site import Site, site

Handler = Callable[[Datasette, Request], Awaitable[Response]]


def _changes(connection: sqlite3.Connection, here: Site) -> list[dict[str, str | None]]:
    table = next(item for item in here.package.relations if item.resources[0].changes)
    series = [item.name for item in revision_entries.dated_series(here.package)]
    marks = ", ".join("?" * len(series))
    rows = connection.execute(
        f"SELECT * FROM {quoted(table.name)} WHERE series IN ({marks}) ORDER BY change_id", series
    )
    columns = [column[0] for column in rows.description]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def about_page(page: Page | None, values: Mapping[str, str], names: Names) -> FeedScope:
    """What an address below a page is about. Raises KeyError where the page has no such record."""
    if page is None:
        return FeedScope("", "/")
    key = {name: unquote(values[name]) for name in page.parameters}
    called = names[",".join(key)][",".join(key.values())]
    return FeedScope(called.text, page.at([*key.values()]), key)


def _read(
    connection: sqlite3.Connection,
    here: Site,
    language: Language,
    page: Page | None,
    values: Mapping[str, str],
) -> tuple[FeedScope, list[Entry]]:
    """Whose feed it is, and its entries. Raises KeyError where the page has no such record."""
    reader = here.readers[language]
    names = record_names(connection, here, reader)
    about = about_page(page, values, names)
    happened = revision_entries.entries(_changes(connection, here), reader, names, about)
    said = release_entries.entries(here.package.root, reader, names, about)
    return about, newest_first([*happened, *said])


def _handler(language: Language, page: Page | None) -> Handler:
    async def handle(datasette: Datasette, request: Request) -> Response:
        here = site(folder_of(datasette))
        if not any(item.changes for item in here.package.resources):
            raise NotFound("This package has no table of changes")
        try:
            about, found = await datasette.get_database(here.package.database).execute_fn(
                lambda connection: _read(connection, here, language, page, request.url_vars)
            )
        except KeyError:
            raise NotFound("There is no such record") from None
        metadata = datasette.metadata() or {}
        title = metadata.get(f"title_{language.name}") or metadata.get("title")
        about = replace(about, title=about.title or str(title or here.package.database))
        text = atom(found, here.readers[language], about, base(datasette, request, here.package))
        kind = "application/atom+xml; charset=utf-8"
        return Response(text, content_type=kind, headers=VARY)

    return handle


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`subscriptions(request, language)` for every page: what can be subscribed to of the record
    that it is about, or of everything, as pairs of a kind and an address."""

    def subscriptions(request: Request | None, language: Language) -> list[tuple[str, str]]:
        here = site(folder_of(datasette))
        path = (request.scope.get("route_path") or request.path) if request else "/"
        path = path.removeprefix(language.prefix)
        about = any(re.fullmatch(page.pattern, path) for page in pages_of_records(here))
        place = language.prefix + (path if about else "")
        found = []
        if any(item.changes for item in here.package.resources):
            found.append(("feed", f"{place}/feed.atom"))
        if calendars(here.package):
            found.append(("calendar", f"{place}/calendar.ics"))
        return found

    env.globals["subscriptions"] = subscriptions


@hookimpl(tryfirst=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Before the pages: they answer everything under the prefix of a language."""
    here, found = site(folder_of(datasette)), []
    for language in here.languages:
        found.append((rf"^{language.prefix}/feed\.atom$", _handler(language, None)))
        for page in pages_of_records(here):
            pattern = rf"^{language.prefix}{page.pattern}/feed\.atom$"
            found.append((pattern, _handler(language, page)))
    return found
