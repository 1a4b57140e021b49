"""`/calendar.ics`, and the calendar of each record that has a page, in each language."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette

from ....descriptor.pages import Page
from ...base import VARY, base
from ...calendar.due import Due, announced, calendars
from ...calendar.ics import CalendarContext, calendar
from ...feed.entry import FeedScope
from ...folder import folder_of
from ...locale.keys import Names
from ...locale.language import Language
from ...record_names import pages_of_records, record_names
from ...site import Site, site
from .feed import about_page

Handler = Callable[[Datasette, Request], Awaitable[Response]]


def _days(here: Site, about: FeedScope) -> Sequence[Due]:
    """The days that concern what the calendar is about."""

    def concerns(due: Due) -> bool:
        columns = here.package.relation(due.series).schema.primary_key
        return about.concerns(dict(zip(columns, due.key, strict=True)))

    return [due for due in announced(here.package) if concerns(due)]


def _handler(language: Language, page: Page | None) -> Handler:
    async def handle(datasette: Datasette, request: Request) -> Response:
        here = site(folder_of(datasette))
        reader = here.readers[language]

        def read(connection: sqlite3.Connection) -> tuple[Names, FeedScope, Sequence[Due]]:
            names = record_names(connection, here, reader)
            about = about_page(page, request.url_vars, names)
            return names, about, _days(here, about)

        try:
            names, about, found = await datasette.get_database(here.package.database).execute_fn(
                read
            )
        except KeyError:
            raise NotFound("There is no such record") from None
        metadata = datasette.metadata() or {}
        title = metadata.get(f"title_{language.name}") or metadata.get("title")
        told = CalendarContext(
            reader,
            names,
            str(title or here.package.database),
            base(datasette, request, here.package),
        )
        text = calendar(found, told, replace(about, title=about.title or told.site))
        return Response(text, content_type="text/calendar; charset=utf-8", headers=VARY)

    return handle


@hookimpl(tryfirst=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Before the pages; none where no day is announced."""
    here: Site = site(folder_of(datasette))
    found: list[tuple[str, Any]] = []
    if not calendars(here.package):
        return found
    for language in here.languages:
        found.append((rf"^{language.prefix}/calendar\.ics$", _handler(language, None)))
        for page in pages_of_records(here):
            pattern = rf"^{language.prefix}{page.pattern}/calendar\.ics$"
            found.append((pattern, _handler(language, page)))
    return found
