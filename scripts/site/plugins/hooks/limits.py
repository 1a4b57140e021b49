"""The limits of site/query_limits.py on every connection to a database, and on every request."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.views.base import DatasetteError

from ... import query_limits

# They tell of paths and threads of this machine.
CLOSED = ("/-/databases", "/-/threads")


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """A connection that only reads; Datasette writes to its own, which no visitor reaches."""
    if database not in ("_internal", "_memory"):
        query_limits.apply(conn)


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Queries of visitors in turn, a body of a certain size at most, and nothing of the machine."""
    turns = asyncio.Semaphore(query_limits.QUERIES)

    def wrap(app: Any) -> Any:
        async def limited(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
            elif scope["path"].removesuffix(".json") in CLOSED:
                await _refuse(send, 404, "There is nothing here.")
            elif _length(scope) > query_limits.BODY:
                await _refuse(
                    send, 413, f"At most {query_limits.BODY} bytes are taken with a request."
                )
            elif reason := _fault(given := _parameters(scope)):
                await _refuse(send, 400, f"This is not run: {reason}.")
            elif query_limits.is_query({name for name, _ in given}):
                await _in_turn(turns, app, scope, _bounded(receive), send)
            else:
                await app(scope, _bounded(receive), send)

        return limited

    return wrap


async def _in_turn(turns: asyncio.Semaphore, app: Any, scope: Any, receive: Any, send: Any) -> None:
    try:
        await asyncio.wait_for(turns.acquire(), query_limits.WAIT)
    except TimeoutError:
        await _refuse(send, 503, "Too many queries at once; ask again in a moment.")
        return
    try:
        await app(scope, receive, send)
    finally:
        turns.release()


def _parameters(scope: Any) -> list[tuple[str, str]]:
    words = scope.get("query_string", b"").decode("latin-1")
    return parse_qsl(words, keep_blank_values=True)


def _fault(given: list[tuple[str, str]]) -> str:
    """Why a statement among the parameters is not even tried, or nothing."""
    statements = (value for name, value in given if name in ("sql", "_where"))
    return next(filter(None, map(query_limits.fault, statements)), "")


def _length(scope: Any) -> int:
    for name, value in scope.get("headers", ()):
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _bounded(receive: Any) -> Any:
    """What is sent to us, up to the limit; beyond, DatasetteError."""
    taken = 0

    async def bounded() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > query_limits.BODY:
            reason = f"At most {query_limits.BODY} bytes are taken with a request."
            raise DatasetteError(reason, status=413)
        return message

    return bounded


async def _refuse(send: Any, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if status == 503:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})
