"""A process that begins its work at once, to be killed in the middle of it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress


def killed(work: Callable[[], object], seconds: float) -> bool:
    """Kill a process so many seconds after it has begun the work; whether it was done before."""
    with warnings.catch_warnings():
        # Of threads that the child would wait for; the work has none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        # Nothing of the test runs on in the child, whatever it meets.
        with suppress(BaseException):
            work()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0
