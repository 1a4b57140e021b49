"""Work on untrusted input, in a process that has an end and little memory.

Inside Python, nothing ends a regular expression, a conversion or a call into SQLite that takes for
ever; the kernel ends a process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
LENGTH = struct.Struct("!Q")

# Seconds that the processor works, and bytes of memory beyond those that the process has when it
# begins, for a small folder; more for each byte.
CPU_SECONDS, MEMORY_BYTES = 60, 1_000_000_000
SECONDS_PER_BYTE, MEMORY_PER_BYTE = 5e-6, 50
# Seconds in which a machine that others use gives so much of its time.
WALL_SECONDS_PER_CPU_SECOND = 5


class EndedError(Exception):
    """Work that was ended; the message says why."""


def run(work: Callable[[], T], size: int) -> T:
    """What `work` gives, or raises, done on this many bytes in a process of its own. Raises
    EndedError where it takes too long, or too much memory."""
    seconds = int(CPU_SECONDS + SECONDS_PER_BYTE * size)
    memory = int(MEMORY_BYTES + MEMORY_PER_BYTE * size)
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Of threads that the child would wait for; commands have none when they begin.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing, seconds, memory)
    os.close(writing)
    try:
        data = _read(reading, time.monotonic() + WALL_SECONDS_PER_CPU_SECOND * seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    found: T = _result(data, status, seconds, memory)
    return found


def size_of(root: Path, *folders: str) -> int:
    """The bytes of the files in some folders of a folder."""
    paths = (path for folder in folders for path in (root / folder).rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file())


def _work(work: Callable[[], Any], writing: int, seconds: int, memory: int) -> None:
    """The child: does the work, sends the result to the parent, and ends."""
    code = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            most = memory + _held()
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        try:
            outcome = (True, work())
        except Exception as error:
            outcome = (False, EndedError("memory") if isinstance(error, MemoryError) else error)
        data = pickle.dumps(outcome)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(LENGTH.pack(len(data)) + data)
        sys.stdout.flush()
        sys.stderr.flush()
        code = 0
    finally:
        os._exit(code)


def _held() -> int:
    """The bytes of data that this process has already, as the kernel counts them."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * resource.getpagesize()


def _read(reading: int, deadline: float) -> bytes:
    """What the child sends, as far as it comes in time; anyone else who has the pipe is not waited
    for."""
    found = bytearray()
    while select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
        part = os.read(reading, 1 << 20)
        found += part
        size = LENGTH.unpack_from(found)[0] if len(found) >= LENGTH.size else sys.maxsize
        if not part or len(found) >= LENGTH.size + size:
            break
    return bytes(found[LENGTH.size :])


def _result(data: bytes, status: int, seconds: int, memory: int) -> Any:
    try:
        is_done, found = pickle.loads(data)  # noqa: S301 - our own child wrote it
    except (EOFError, pickle.UnpicklingError):
        raise EndedError(_why(os.waitstatus_to_exitcode(status), seconds)) from None
    if is_done:
        return found
    if isinstance(found, EndedError):
        raise EndedError(f"it takes over {memory // 1_000_000} MB of memory")
    raise found


def _why(code: int, seconds: int) -> str:
    """Why the child ended early: a code below zero is that of a signal."""
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        return f"it takes over {seconds} seconds"
    return (
        f"{signal.Signals(-code).name} ended it" if code < 0 else f"it ended with exit code {code}"
    )
