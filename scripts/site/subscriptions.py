"""What can be subscribed to, of everything and of each record that has a page, in each language."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import unquote

from datasette import NotFound, Request, Response
from datasette.app import Datasette

from ..descriptor.pages import Page, one_text
from .base import VARY, base
from .feed.entry import FeedScope, Subscription
from .folder import on_database, site_of
from .locale.keys import Names
from .locale.language import Language
from .record_names import pages_of_records, record_names

Handler = Callable[[Datasette, Request], Awaitable[Response]]
Write = Callable[[sqlite3.Connection, Subscription], str]


def routes(datasette: Datasette, name: str, kind: str, write: Write) -> list[tuple[str, Handler]]:
    """The addresses that end with `name`, each with a text of that media type."""
    here = site_of(datasette)
    places = [(None, ""), *((page, page.pattern) for page in pages_of_records(here))]
    return [
        (f"^{language.prefix}{place}/{re.escape(name)}$", _handler(language, page, kind, write))
        for language in here.languages
        for page, place in places
    ]


def _handler(language: Language, page: Page | None, kind: str, write: Write) -> Handler:
    async def handle(datasette: Datasette, request: Request) -> Response:
        here = site_of(datasette)
        reader = here.readers[language]
        metadata = datasette.metadata() or {}
        title = metadata.get(f"title_{language.name}") or metadata.get("title")
        title = str(title or here.package.database)
        place = base(datasette, request)

        def text(connection: sqlite3.Connection) -> str | None:
            names = record_names(connection, here, reader)
            if (about := _about(page, request.url_vars, names, title)) is None:
                return None
            return write(connection, Subscription(reader, names, about, title, place))

        found = await on_database(datasette, text)
        if found is None:
            raise NotFound("There is no such record")
        return Response(found, content_type=f"{kind}; charset=utf-8", headers=VARY)

    return handle


def _about(
    page: Page | None, values: Mapping[str, str], names: Names, title: str
) -> FeedScope | None:
    """What an address below a page is about; None where the page has no such record."""
    if page is None:
        return FeedScope(title, "/")
    key = {name: unquote(values[name]) for name in page.parameters}
    record = names.get(",".join(key), {}).get(one_text(key.values()))
    return FeedScope(record.text or title, page.at([*key.values()]), key) if record else None
