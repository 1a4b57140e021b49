"""The process that runs SQL that visitors wrote: its memory and its time are limited.

A task comes as a pickle, an answer goes back the same way. The process that asked reads no objects
from it, only plain values. A statement is stopped when its time is up. Inside one long function
call SQLite does not look at the clock; there the kernel ends the process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import resource
import signal
import sqlite3
import sys
from collections.abc import Iterator
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ...core import guard
from ...core.sql import columns as columns_of
from ...derive import rerun

# Bytes of memory beyond those that the process has when a statement begins.
MAX_MEMORY_BYTES = 50_000_000
# Bytes of a result.
MAX_BYTES, MAX_CELLS = 5_000_000, 200_000
# Seconds beyond the limit after which the kernel ends the process.
GRACE_S = 0.2
# Rows that are counted together.
BATCH_ROWS = 100
# After how long a statement gets a lower priority on a busy machine, and how much lower.
QUICK_S, NICENESS = 0.1, 10
# The function that Datasette's searches call.
ESCAPE, WORDS = "escape_fts", re.compile(r'\s+|(".*?")')


class Statement(NamedTuple):
    """A statement, the URI of the database that it asks, and its limits; `rows` None means all of
    them, and `cells` cuts the rows to as many as have this many cells."""

    address: str
    sql: str
    parameters: Any
    seconds: float
    rows: int | None = None
    cells: int | None = None


class Citation(NamedTuple):
    """A query that somebody cites, over the files of a release in a folder."""

    folder: str
    sql: str
    seconds: float


Answer = tuple[str, Any]
"""None and the result: of a statement, the columns, the rows and whether rows were left out. Or
what went wrong: the name of an error of sqlite3, `interrupted` or `refused`, and a message."""


def main() -> None:
    """Answer tasks from the connection that is the standard input, until the other side closes it,
    or until one took long: this process then runs at low priority, and another takes its place."""
    _confine()
    is_spent = False
    with (
        Connection(sys.stdin.fileno()) as connection,
        contextlib.suppress(EOFError, ConnectionError),  # the site has ended
    ):
        while not is_spent:
            answer = _answer(pickle.loads(connection.recv_bytes()))  # noqa: S301 - from our parent
            is_spent = os.nice(0) >= NICENESS
            connection.send_bytes(pickle.dumps((*answer, is_spent)))


def _confine() -> None:
    """Take away from this process what it does not need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(task: Statement | Citation) -> Answer:
    try:
        return "", _run(task) if isinstance(task, Statement) else _cite(task)
    except (sqlite3.Error, sqlite3.Warning) as error:
        is_late = str(error) == "interrupted"
        return "interrupted" if is_late else type(error).__name__, str(error)
    except MemoryError:
        _connection.cache_clear()
        _release.cache_clear()
        return "OperationalError", "the statement needs more memory than it may have"
    except rerun.RefusedError as error:
        return "refused", str(error)
    except (ValueError, OverflowError) as error:
        return "DataError", str(error)


@contextlib.contextmanager
def _bounded(connection: Any, seconds: float) -> Iterator[None]:
    """While the `with` lasts, this many seconds and that much more memory at most."""
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_S)
    _limit_memory(MAX_MEMORY_BYTES)
    try:
        with guard.time_limit(connection, seconds, _step_back):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _step_back(taken: float) -> None:
    if taken > QUICK_S and os.nice(0) < NICENESS:
        os.nice(NICENESS)


def _limit_memory(more: int | None) -> None:
    """Limit the address space; None means no limit. Systems other than Linux ignore it."""
    if sys.platform == "linux":
        size = resource.RLIM_INFINITY
        if more is not None:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            size = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))


def _run(task: Statement) -> tuple[list[str], list[tuple[Any, ...]], bool]:
    connection = _connection(task.address)
    with _bounded(connection, task.seconds), contextlib.closing(connection.cursor()) as cursor:
        cursor.execute(task.sql, task.parameters or {})
        columns = columns_of(cursor)
        most = task.rows
        if task.cells is not None:
            cut = max(1, task.cells // max(1, len(columns)))
            most = cut if most is None else min(most, cut)
        rows = _fetched(cursor, len(columns), most)
    is_cut = most is not None and len(rows) > most
    return columns, rows[:most], is_cut


def _fetched(cursor: sqlite3.Cursor, width: int, most: int | None) -> list[tuple[Any, ...]]:
    """The rows, one more than `most` where there are more."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    while most is None or len(rows) <= most:
        left = BATCH_ROWS if most is None else most + 1 - len(rows)
        batch = cursor.fetchmany(min(BATCH_ROWS, left))
        if not batch:
            break
        rows += batch
        size += sum(len(value) for row in batch for value in row if isinstance(value, str | bytes))
        if size > MAX_BYTES:
            raise sqlite3.OperationalError(f"the result is larger than {MAX_BYTES // 1_000_000} MB")
        if len(rows) * width > MAX_CELLS:
            raise sqlite3.OperationalError(f"the result has more than {MAX_CELLS:,} cells")
    return rows


@lru_cache(maxsize=16)
def _connection(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True)
    connection.text_factory = lambda data: str(data, "utf-8", "replace")
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA temp_store = memory")
    connection.create_function(ESCAPE, 1, _escaped, deterministic=True)
    guard.protect(connection, (ESCAPE,))
    return connection


def _escaped(words: str) -> str:
    """Words to search for, each in quotes, so that none is an operator; what is in quotes stays
    together."""
    words += '"' * (words.count('"') % 2)
    parts = (part for part in WORDS.split(words) if part and part != '""')
    return " ".join(part if part.startswith('"') else f'"{part}"' for part in parts)


def _cite(task: Citation) -> tuple[list[str], list[tuple[Any, ...]], str]:
    """The columns, the rows and the hash of a cited query, which runs twice in its time."""
    both = _release(task.folder)
    with _bounded(both[0].connection, task.seconds):
        (columns, rows), found = rerun.cited(both, task.sql, seconds=task.seconds / 2)
    if len(rows) * len(columns) > MAX_CELLS:
        raise rerun.RefusedError(f"the result has more than {MAX_CELLS:,} cells")
    return columns, rows, found


@lru_cache(maxsize=2)
def _release(folder: str) -> tuple[rerun.Database, rerun.Database]:
    """The tables of a release; reading them is not the work of the statement."""
    _limit_memory(None)
    both = rerun.databases(lambda path: (Path(folder) / path).read_bytes())
    for database in both:
        for limit, size in guard.SIZES.items():
            database.connection.setlimit(limit, size)
    return both
