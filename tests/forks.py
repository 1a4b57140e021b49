"""Processes that begin their work at once, to be killed in the middle of it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def _begun(work: Callable[[], object]) -> int:
    """The number of a process that does the work; it ends with 0 where that was done."""
    with warnings.catch_warnings():
        # Of threads that the child would wait for; the work has none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code = 1
    # Nothing of the test runs on in the child, whatever it meets.
    with suppress(BaseException):
        work()
        code = 0
    os._exit(code)


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Kill a process so long after it has begun the work; whether it was not done before."""
    child = _begun(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] != 0


def killed_before(moment: int, calls: list[tuple[Any, str]], work: Callable[[], object]) -> bool:
    """Kill a process at work before its nth call of any of these functions of modules; whether it
    came to that. The work fails in no other way."""

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
