"""`/feed.atom` in each language: scripts/site/feed.py over the table of changes, and what releases
corrected."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.app import Datasette

from ....core.sql import identifier as quoted
from ... import feed, feed_corrections
from ...folder import folder_of
from ...locale.cells import Cell, Reader
from ...locale.language import LANGUAGES, Language
from ...pages import content
from ...pages.site import Site, site


def _read(connection: sqlite3.Connection, here: Site, reader: Reader) -> list[feed.Entry]:
    table = next(item for item in here.package.relations if item.resources[0].changes)
    series = [item.name for item in feed.followed(here.package)]
    marks = ", ".join("?" * len(series))
    rows = connection.execute(
        f"SELECT * FROM {quoted(table.name)} WHERE series IN ({marks}) ORDER BY change_id", series
    )
    columns = [column[0] for column in rows.description]
    changes = [dict(zip(columns, row, strict=True)) for row in rows]
    names = {
        page.parameter: content.known(connection, page, reader)
        for page in here.pages
        if page.parameter
    }
    sources: dict[str, Cell] = {}
    for key in table.schema.foreign_keys:
        if key.columns == ("source_id",):
            chosen = f"SELECT {quoted(key.referenced[0])}, title, url FROM {quoted(key.relation)}"
            for name, title, url in connection.execute(chosen):
                sources[name] = reader.text(title, reader.href(url))
    called = {**names, "source_id": sources}
    corrected = feed_corrections.entries(here.package.root, reader, called)
    return feed.newest_first([*feed.entries(changes, reader, names, sources), *corrected])


def _handler(language: Language) -> Callable[[Datasette], Awaitable[Response]]:
    async def handle(datasette: Datasette) -> Response:
        here = site(folder_of(datasette))
        if not any(item.changes for item in here.package.resources):
            raise NotFound("This package keeps no table of changes")
        reader = here.readers[language]
        about = datasette.metadata() or {}
        title = about.get(f"title_{language.name}") or about.get("title") or here.package.database
        found = await datasette.get_database(here.package.database).execute_fn(
            lambda connection: _read(connection, here, reader)
        )
        base = str(here.package.descriptor.get("homepage") or "").rstrip("/")
        text = feed.atom(found, reader, str(title), base)
        return Response(text, content_type="application/atom+xml; charset=utf-8")

    return handle


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """Before the pages: they answer everything under the prefix of a language."""
    return [(rf"^{item.prefix}/feed\.atom$", _handler(item)) for item in LANGUAGES]
