"""The limits of site/limits/ on every connection to a database, and on every request."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.utils import to_css_class
from jinja2 import Environment

from ....core import guard
from ...folder import site_of
from ...limits import materialized, requests
from ...limits.database import GuardedDatabase
from ...limits.pool import Pool
from ...limits.requests import MAX_BODY_BYTES
from ...limits.turns import Turns
from ...limits.visit import PARTS_PER_SLICE, Visit, count_cell, visiting
from ...limits.worker import ESCAPE
from ...stock.ties import DatasetteError, read_arguments_with

# Processes that run visitors' SQL, and results that are in memory at once.
WORKERS, MAX_RESULTS = 2, 3
# So many batches of names are matched at once; the other threads are for pages.
MAX_MATCHING = 2
# What each connection keeps of a database; the system has all of the file in memory.
PAGE_CACHE_KB = 256
_class = lru_cache(maxsize=1000)(to_css_class)
# The database never changes while it is served.
_views: WeakKeyDictionary[Datasette, list[materialized.ViewRows]] = WeakKeyDictionary()


@hookimpl
def startup(datasette: Datasette) -> None:
    """Databases that run visitors' SQL in workers, instead of Datasette's own."""
    read_arguments_with(requests.arguments)
    pool = Pool(WORKERS)
    for name, database in list(datasette.databases.items()):
        if database.path:
            datasette.remove_database(name)
            datasette.add_database(GuardedDatabase(database, pool), name=name)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """A read-only connection; Datasette writes to its own database, which no visitor reaches."""
    if database in ("_internal", "_memory") or not isinstance(conn, sqlite3.Connection):
        return
    conn.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KB}")
    guard.protect(conn, (ESCAPE,))
    served = datasette.get_database(database)
    if database == site_of(datasette).package.database and not served.is_mutable:
        if datasette not in _views:
            # A view may come from other people too, so it is read under the guard.
            _views[datasette] = materialized.read(conn)
        conn.set_authorizer(None)
        materialized.keep(conn, _views[datasette])
        guard.protect(conn, (ESCAPE,))


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Let others have their turn while a table is drawn: each of its cells asks for its class."""

    def css_class(column: str) -> str | Awaitable[str]:
        pause, name = count_cell(), _class(column)
        return _after(pause(), name) if pause else name

    env.filters["to_css_class"] = css_class


async def _after(pause: Awaitable[None], name: str) -> str:
    await pause
    return name


@hookimpl(tryfirst=True)
def render_cell() -> Callable[[], Awaitable[None]] | None:
    """Let others have their turn while the cells of a table are made. Datasette calls and awaits
    what it is given here, and the result is no cell."""
    return count_cell()


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Refuse what is too large, and pass on to all that answer a request how long it may wait."""
    drawing, matching, turns = asyncio.Lock(), asyncio.Semaphore(MAX_MATCHING), Turns(MAX_RESULTS)

    def wrap(app: Any) -> Any:
        async def limited(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            if reason := requests.refusal(scope):
                await Response.text(f"{reason.words}\n", reason.status).asgi_send(send)
                return
            names = {name for name, _ in requests.parameters(scope)}
            visit = Visit(
                is_query=requests.is_query(names),
                is_sql="sql" in names,
                is_drawn="." not in scope["path"].rpartition("/")[2],
                client=requests.client(scope),
                drawing=drawing,
                matching=matching,
                turns=turns,
                is_csv=scope["path"].endswith(".csv"),
            )
            # The layer that delivers the answer is outside of this one, and reads it there.
            scope["visit"] = visit
            token = visiting.set(visit)
            try:
                await app(scope, _bounded(receive), _sliced(send, visit))
            finally:
                visit.end_turn()
                visiting.reset(token)

        return limited

    return wrap


def _bounded(receive: Any) -> Any:
    """What is sent to us, up to the limit; beyond, DatasetteError."""
    taken = 0

    async def bounded() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            raise DatasetteError(
                f"At most {MAX_BODY_BYTES} bytes may be sent with a request.", status=413
            )
        return message

    return bounded


def _sliced(send: Any, visit: Visit) -> Any:
    """Once an answer begins, nothing more is drawn; an answer sent in parts lets others send
    too."""
    parts = 0

    async def sliced(message: Any) -> None:
        nonlocal parts
        visit.end_turn()
        if message["type"] == "http.response.start" and message["status"] == 503:
            headers = [*message.get("headers", ()), (b"retry-after", b"2")]
            message = {**message, "headers": headers}
        await send(message)
        parts += 1
        if parts % PARTS_PER_SLICE == 0:
            await asyncio.sleep(0)

    return sliced
