"""The process in which SQL that visitors wrote runs: it has little memory, and an end.

A task comes as a pickle with its length before it, an answer goes back the same way. The process
that asked reads no objects from it, only plain values. A statement is stopped in time; where
SQLite does not look at the clock, inside one long function call, the kernel ends the process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import resource
import signal
import socket
import sqlite3
import struct
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...core import guard
from ...derive import rerun

# Bytes of memory beyond those that the process has when a statement begins.
MEMORY = 50_000_000
# Bytes and cells of a result.
RESULT, CELLS = 5_000_000, 200_000
# Seconds beyond the limit after which the kernel ends what has not ended itself.
GRACE = 0.2
# Rows that are counted together.
BATCH = 100
# Seconds after which a statement steps back for others on a busy machine, and how far.
QUICK, NICE = 0.1, 10
# The function that Datasette's searches call.
ESCAPE, WORDS = "escape_fts", re.compile(r'\s+|(".*?")')
LENGTH = struct.Struct("!Q")


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


class Result(NamedTuple):
    """What came out: for a statement the columns, the rows and whether more were left out."""

    value: Any


class Failure(NamedTuple):
    """What went wrong: the name of an error of sqlite3, `interrupted` or `refused`, and words."""

    kind: str
    words: str


def main() -> None:
    """Answer tasks from the socket that is the standard input until the other side closes it, or
    until one took long: then this process has stepped back, and another takes its place."""
    _confine()
    is_spent = False
    with socket.socket(fileno=sys.stdin.fileno()) as channel:
        while not is_spent and (data := receive(channel)) is not None:
            answer = _answered(pickle.loads(data))  # noqa: S301 - from our parent
            is_spent = os.nice(0) >= NICE
            try:
                channel.sendall(framed(answer, is_spent))
            except OSError:  # the site has ended meanwhile
                return


def framed(value: tuple[Any, ...], is_last: bool = False) -> bytes:
    """A task or an answer as it goes over the socket; after the last one nothing is answered."""
    body = pickle.dumps((type(value).__name__, tuple(value), is_last), protocol=5)
    return LENGTH.pack(len(body)) + body


def size(data: bytes | bytearray) -> int:
    """Bytes of the message that begins here."""
    return LENGTH.size + int(LENGTH.unpack_from(data)[0])


def receive(channel: socket.socket) -> bytes | None:
    """The next message on a blocking socket; None where the other side is gone."""
    head = _exactly(channel, LENGTH.size)
    return None if head is None else _exactly(channel, *LENGTH.unpack(head))


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = channel.recv(min(size - len(found), 1 << 20))
        if not part:
            return None
        found += part
    return bytes(found)


def _confine() -> None:
    """Take from this process what it does not need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answered(task: tuple[str, tuple[Any, ...], bool]) -> tuple[Any, ...]:
    kind, parts, _ = task
    try:
        if kind == Statement.__name__:
            return Result(_run(Statement(*parts)))
        return Result(_cite(Citation(*parts)))
    except (sqlite3.Error, sqlite3.Warning) as error:
        if str(error) == "interrupted":
            return Failure("interrupted", "")
        return Failure(type(error).__name__, str(error))
    except MemoryError:
        _connection.cache_clear()
        _release.cache_clear()
        return Failure("OperationalError", "the statement needs more memory than it may have")
    except rerun.RefusedError as error:
        return Failure("refused", str(error))
    except (ValueError, OverflowError) as error:
        return Failure("DataError", str(error))


@contextlib.contextmanager
def _bounded(connection: Any, seconds: float) -> Iterator[None]:
    """While the `with` lasts, this many seconds and that much more memory at most."""
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
    _limit_memory(MEMORY)
    try:
        with guard.time_limit(connection, seconds, _step_back):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _step_back(taken: float) -> None:
    if taken > QUICK and os.nice(0) < NICE:
        os.nice(NICE)


def _limit_memory(more: int | None) -> None:
    """Bound the address space, or None: not; other systems than Linux do not heed that bound."""
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
        columns = [name for name, *_ in cursor.description or ()]
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
        batch = cursor.fetchmany(BATCH if most is None else min(BATCH, most + 1 - len(rows)))
        if not batch:
            break
        rows += batch
        size += sum(len(value) for row in batch for value in row if isinstance(value, str | bytes))
        if size > RESULT:
            raise sqlite3.OperationalError(f"the result is larger than {RESULT // 1_000_000} MB")
        if len(rows) * width > CELLS:
            raise sqlite3.OperationalError(f"the result has more than {CELLS:,} cells")
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
    if len(rows) * len(columns) > CELLS:
        raise rerun.RefusedError(f"the result has more than {CELLS:,} cells")
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
