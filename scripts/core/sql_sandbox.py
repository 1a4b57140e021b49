"""SQL that comes with a package reads what it is given: it writes and opens nothing, and ends."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
# A query over a hundred thousand records may take a minute; one without an end takes for ever.
SECONDS = 300.0
OFTEN = 10_000


class RefusedError(Exception):
    """A query that does not run; the message says why."""


@contextmanager
def only(connection: sqlite3.Connection, seconds: float | None = None) -> Iterator[None]:
    """While the `with` lasts, the connection only reads, and no longer than so many seconds; what
    goes wrong is raised as RefusedError."""
    limit = SECONDS if seconds is None else seconds
    end = time.monotonic() + limit
    connection.set_authorizer(_judge)
    connection.set_progress_handler(lambda: time.monotonic() > end, OFTEN)
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        late = time.monotonic() > end
        reason = f"it was stopped after {limit:g} seconds" if late else str(error)
        raise RefusedError("it may only read" if reason in DENIED else reason) from None
    finally:
        connection.set_progress_handler(None, 0)
        # None takes an authorizer away, from Python 3.11 on.
        connection.set_authorizer(None)


DENIED = ("not authorized", "authorization denied")


def _judge(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
