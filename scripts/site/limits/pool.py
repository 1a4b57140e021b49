"""A few processes in which SQL that visitors wrote runs, and who waits for one."""

from __future__ import annotations

import asyncio
import atexit
import io
import multiprocessing
import pickle
import sqlite3
import subprocess
import sys
import time
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from . import worker
from .visit import Visit
from .worker import Citation, Statement

# The worker starts with nothing that the site has loaded. In a clone the folder of the package has
# another name.
PACKAGE = Path(worker.__file__).parents[2]
START = (
    "import importlib, sys; sys.path.insert(0, sys.argv[1]); importlib.import_module(sys.argv[2]);"
    " from revisioned.site.limits import worker; worker.main()"
)


class EndedError(Exception):
    """A statement was ended because its time was up."""


class RefusedError(Exception):
    """A query that cannot be cited; the message says why."""


class Plain(pickle.Unpickler):
    """Reads plain values only: the other side ran SQL of visitors, so no object is taken from
    it."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse every name."""
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


class Process:
    """One worker, and the connection to it."""

    def __init__(self) -> None:
        self._connection, theirs = multiprocessing.Pipe()
        with theirs:
            self._popen = subprocess.Popen(  # noqa: S603 - the words are ours
                [sys.executable, "-c", START, PACKAGE.parent, PACKAGE.name],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
            )
        # The connection closes with this object, so a thread that still reads keeps it open.
        self.end = weakref.finalize(self, _end, self._popen)
        _running.add(self)

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self.end.alive and self._popen.poll() is None

    async def ask(self, task: Statement | Citation) -> Any:
        """The answer to a task, from the event loop; raises as `_value` does."""
        try:
            return await asyncio.to_thread(self.ask_and_wait, task)
        except asyncio.CancelledError:
            self.end()
            raise

    def ask_and_wait(self, task: Statement | Citation) -> Any:
        """The answer to a task, from a thread; raises as `_value` does."""
        started = time.monotonic()
        try:
            self._connection.send_bytes(pickle.dumps(task))
            data = self._connection.recv_bytes()
        except (EOFError, OSError):
            self.end()
            if time.monotonic() - started >= task.seconds:
                raise EndedError from None
            words = "this statement crashed the process that ran it"
            raise sqlite3.OperationalError(words) from None
        return self._value(data)

    def _value(self, data: bytes) -> Any:
        """What an answer holds. Raises the error of sqlite3 that the statement ended with,
        EndedError where its time was up, RefusedError for a query that cannot be cited."""
        error, value, is_last = Plain(io.BytesIO(data)).load()
        if is_last:
            self.end()
        if error == "interrupted":
            raise EndedError
        if error == "refused":
            raise RefusedError(value)
        if error:
            raise getattr(sqlite3, error)(value)
        return value


class Pool:
    """At most `size` workers, started when they are first needed. It belongs to one event loop."""

    def __init__(self, size: int) -> None:
        self._places = asyncio.Semaphore(size)
        self._idle: list[Process] = []

    @asynccontextmanager
    async def worker(self, visit: Visit) -> AsyncIterator[Process]:
        """A worker while the `with` lasts; BusyError where a visit waits too long for one. Where it
        has ended, another begins at once."""
        await visit.wait(self._places.acquire())
        process = self._idle.pop() if self._idle else Process()
        if not process.is_alive():
            process = Process()
        try:
            yield process
        finally:
            self._places.release()
            self._idle.append(process if process.is_alive() else Process())


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a worker, and do not wait for it: on a busy machine that can take seconds."""
    process.kill()
    _leaving[:] = [leaving for leaving in (*_leaving, process) if leaving.poll() is None]


_running: weakref.WeakSet[Process] = weakref.WeakSet()
_leaving: list[subprocess.Popen[bytes]] = []


@atexit.register
def _wait() -> None:
    """End the workers that are left, and wait for all that were ended. `finalize` would end them
    too, but too late if something else used it before this module was imported."""
    for process in list(_running):
        process.end()
    for popen in _leaving:
        popen.wait()
