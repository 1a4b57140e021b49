"""SQL of a package, run read-only and with a time limit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import guard

# A query over a hundred thousand records may take a minute; one without an end takes for ever.
SECONDS = 300.0
OFTEN = 10_000
FUNCTION = "not authorized to use function: "
DENIED = ("not authorized", "authorization denied")


class RefusedError(Exception):
    """A query that does not run; the message says why."""


@contextmanager
def read_only(connection: sqlite3.Connection, seconds: float | None = None) -> Iterator[None]:
    """While the `with` lasts, the connection only reads, and no longer than so many seconds; what
    goes wrong is raised as RefusedError."""
    limit = SECONDS if seconds is None else seconds
    end = time.monotonic() + limit
    # What a package says is the same each time that it is read.
    connection.set_authorizer(guard.judge_of(connection, but=("random",)))
    connection.set_progress_handler(lambda: time.monotonic() > end, OFTEN)
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        late = time.monotonic() > end
        reason = f"it was stopped after {limit:g} seconds" if late else str(error)
        raise RefusedError(_told(reason)) from None
    finally:
        connection.set_progress_handler(None, 0)
        # None takes an authorizer away, from Python 3.11 on.
        connection.set_authorizer(None)


def _told(reason: str) -> str:
    """The words of SQLite, or better ones where the guard refused."""
    if reason in DENIED:
        return "only reading is allowed"
    if reason.startswith(FUNCTION):
        return f"this function is not allowed: {reason.removeprefix(FUNCTION)}()"
    return reason
