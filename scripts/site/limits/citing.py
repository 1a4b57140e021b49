"""Queries that visitors cite, run again in a worker of their own."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any, NamedTuple

from .pool import EndedError, Process, RefusedError
from .visit import BusyError
from .worker import Citation

# For a query, which must run twice in this time.
QUERY_TIMEOUT_S = 2.0
# Queries that run or wait at once; columns of a result.
MAX_QUERIES, MAX_COLUMNS = 2, 200


class Cited(NamedTuple):
    """What a query gives, and the SHA-256 of it."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    sha256: str


class CitationWorker:
    """One worker, asked from the threads that make pages; a page does not wait long for it."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MAX_QUERIES)

    def run(self, folder: Path, sql: str) -> Cited:
        """The answer of the query over the files of a release in a folder. Raises RefusedError
        where it cannot be cited, BusyError where others wait already."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            with self._lock:
                return self._run(Citation(str(folder.resolve()), sql, QUERY_TIMEOUT_S))
        finally:
            self._places.release()

    def _run(self, task: Citation) -> Cited:
        if self._process is None or not self._process.is_alive():
            self._process = Process()
        try:
            found = Cited(*self._process.ask_and_wait(task))
        except EndedError:
            raise RefusedError(f"it takes over {QUERY_TIMEOUT_S:g} seconds") from None
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise RefusedError(str(error)) from None
        if len(found.columns) > MAX_COLUMNS:
            raise RefusedError(f"it gives more than {MAX_COLUMNS} columns")
        return found


worker = CitationWorker()
