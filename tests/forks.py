"""Forked processes to be killed in the middle of their work."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def _begun(work: Callable[[], object]) -> int:
    """The process ID of a child that does the work and exits with 0 if the work succeeds."""
    with warnings.catch_warnings():
        # Python warns that forking with threads can deadlock; this work waits for none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code = 1
    # Whatever happens, the child must not go on running the test.
    with suppress(BaseException):
        work()
        code = 0
    os._exit(code)


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Kill a process this many seconds after it began the work; whether it was still at work."""
    child = _begun(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] != 0


def killed_before(moment: int, calls: list[tuple[Any, str]], work: Callable[[], object]) -> bool:
    """Kill a process just before its nth call of any of these functions; whether it made that many
    calls. The work must not fail otherwise."""

    def counted_work() -> None:
        left = moment

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def made(*args: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **named)

            return made

        for module, name in calls:
            setattr(module, name, counted(getattr(module, name)))
        work()

    _, status = os.waitpid(_begun(counted_work), 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL
