"""A few processes in which SQL that visitors wrote runs, and who waits for one."""

from __future__ import annotations

import asyncio
import atexit
import io
import pickle
import socket
import sqlite3
import subprocess
import sys
import time
import weakref
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from . import worker
from .visit import Visit
from .worker import Citation, Failure, Statement

# The worker starts without anything that the site has loaded. In a clone the folder of the package
# has another name.
PACKAGE = Path(worker.__file__).parents[2]
START = (
    "import importlib, sys; sys.path.insert(0, sys.argv[1]); importlib.import_module(sys.argv[2]);"
    " from revisioned.site.limits import worker; worker.main()"
)
# Bytes that are taken from a socket at once.
PART = 1 << 18


class EndedError(Exception):
    """A statement was ended because its time was over."""


class RefusedError(Exception):
    """A query that cannot be cited; the message says why."""


class Plain(pickle.Unpickler):
    """Reads plain values: the other side ran SQL of visitors, so no object comes from it."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse every name."""
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


class Process:
    """One worker, and the socket to it."""

    def __init__(self) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            self._popen = subprocess.Popen(  # noqa: S603 - the words are ours
                [sys.executable, "-c", START, PACKAGE.parent, PACKAGE.name],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
            )
        self.end = weakref.finalize(self, _end, self._popen, self.channel)
        _running.add(self)

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self.end.alive and self._popen.poll() is None

    async def ask(self, task: Statement | Citation) -> Any:
        """The answer to a task, from the event loop; raises as `_value` does."""
        loop, started = asyncio.get_running_loop(), time.monotonic()
        self.channel.setblocking(False)
        found = bytearray()
        try:
            await loop.sock_sendall(self.channel, worker.framed(task))
            while len(found) < worker.LENGTH.size or len(found) < worker.size(found):
                part = await loop.sock_recv(self.channel, PART)
                if not part:
                    raise EOFError
                found += part
        except (EOFError, OSError):
            self.end()
            raise _ended(task, started) from None
        except BaseException:
            self.end()
            raise
        return self._value(memoryview(found)[worker.LENGTH.size :])

    def ask_and_wait(self, task: Statement | Citation) -> Any:
        """The answer to a task, from a thread; raises as `_value` does."""
        started = time.monotonic()
        self.channel.setblocking(True)
        try:
            self.channel.sendall(worker.framed(task))
            data = worker.receive(self.channel)
        except OSError:
            data = None
        if data is None:
            self.end()
            raise _ended(task, started)
        return self._value(memoryview(data))

    def _value(self, data: memoryview) -> Any:
        """What an answer holds. Raises the error of sqlite3 that the statement ended with,
        EndedError where its time was over, RefusedError for a query that cannot be cited."""
        name, parts, is_last = Plain(io.BytesIO(data)).load()
        if is_last:
            self.end()
        if name != Failure.__name__:
            return parts[0]
        failure = Failure(*parts)
        if failure.kind == "interrupted":
            raise EndedError
        if failure.kind == "refused":
            raise RefusedError(failure.words)
        raise getattr(sqlite3, failure.kind)(failure.words)


class Pool:
    """At most `size` workers, started when they are first needed. It belongs to one event loop."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._idle: list[Process] = []
        self._waiting: deque[asyncio.Future[Process]] = deque()

    @asynccontextmanager
    async def worker(self, visit: Visit) -> AsyncIterator[Process]:
        """A worker while the `with` lasts; BusyError where a visit waits too long for one."""
        process = await self._taken(visit)
        try:
            yield process
        finally:
            self._give(process)

    async def _taken(self, visit: Visit) -> Process:
        if self._free:
            self._free -= 1
            idle = self._idle.pop() if self._idle else None
            return idle if idle and idle.is_alive() else Process()
        future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            process: Process = await visit.wait(asyncio.shield(future))
        except BaseException:
            if future.done():
                self._give(future.result())
            else:
                self._waiting.remove(future)
            raise
        return process

    def _give(self, process: Process) -> None:
        """To anyone who waits longest, or to no one; where it has ended, another begins at once."""
        process = process if process.is_alive() else Process()
        if self._waiting:
            self._waiting.popleft().set_result(process)
        else:
            self._free += 1
            self._idle.append(process)


def _ended(task: Statement | Citation, started: float) -> Exception:
    if time.monotonic() - started >= task.seconds:
        return EndedError()
    return sqlite3.OperationalError("this statement crashed the process that ran it")


def _end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    """End a worker, and do not wait for it: on a busy machine that can take seconds."""
    channel.close()
    process.kill()
    _leaving[:] = [leaving for leaving in (*_leaving, process) if leaving.poll() is None]


_running: weakref.WeakSet[Process] = weakref.WeakSet()
_leaving: list[subprocess.Popen[bytes]] = []


@atexit.register
def _wait() -> None:
    """End the workers that are left, and wait for all that were ended. `finalize` would end them
    too, but after this where something else had used it before this module was imported."""
    for process in list(_running):
        process.end()
    for popen in _leaving:
        popen.wait()
