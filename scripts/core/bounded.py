"""Work on untrusted input, in a process with limits of time and memory.

Python cannot stop a regular expression, a conversion or a call into SQLite that never ends. The
kernel can stop a process.
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
# The signals that end a process which takes too long.
TOO_LONG = (signal.SIGXCPU, signal.SIGKILL)

# The limits for a small folder: seconds of processor time, and bytes of memory beyond what the
# process has at the start. Each byte of input adds to both.
CPU_SECONDS, MEMORY_BYTES = 60, 1_000_000_000
SECONDS_PER_BYTE, MEMORY_PER_BYTE = 5e-6, 50
# A busy machine may need this many seconds for one second of processor time.
WALL_SECONDS_PER_CPU_SECOND = 5


class EndedError(Exception):
    """The work was stopped; the message says why."""


def run(work: Callable[[], T], size: int) -> T:
    """Return what `work` returns, or raise what it raises, from a process of its own whose limits
    suit `size` bytes of input. Raises EndedError where it takes too long, or too much memory."""
    seconds = int(CPU_SECONDS + SECONDS_PER_BYTE * size)
    memory = int(MEMORY_BYTES + MEMORY_PER_BYTE * size)
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # The warning is about threads, which commands do not have when they begin.
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


def ending(code: int) -> str:
    """How a process ended. A negative code is that of a signal."""
    if code >= 0:
        return f"it ended with exit code {code}"
    # Most real-time signals have no name.
    names = {item.value: item.name for item in signal.Signals}
    return f"{names.get(-code, f'signal {-code}')} ended it"


def size_of(root: Path, *folders: str) -> int:
    """The size in bytes of all files in these folders of `root`."""
    paths = (path for folder in folders for path in (root / folder).rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file())


def _work(work: Callable[[], Any], writing: int, seconds: int, memory: int) -> None:
    """In the child: do the work, send the result to the parent, and exit."""
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
    """The bytes of data that this process already has, as the kernel counts them."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * resource.getpagesize()


def _read(reading: int, deadline: float) -> bytes:
    """What the child sends before the deadline. Other processes that have the pipe open are not
    waited for."""
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
        code = os.waitstatus_to_exitcode(status)
        is_late = -code in TOO_LONG
        raise EndedError(f"it takes over {seconds} seconds" if is_late else ending(code)) from None
    if is_done:
        return found
    if isinstance(found, EndedError):
        raise EndedError(f"it takes over {memory // 1_000_000} MB of memory")
    raise found
