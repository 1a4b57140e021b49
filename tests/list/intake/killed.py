"""`python -m tests.list.intake.killed ROOT CHANGES N`: write the pickled changes into ROOT, and be
killed before the Nth time that a file is written through to the disk or gets its name."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from revisioned.core import atomic

left = int(sys.argv[3])


def counted(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, or the death of kill -9."""

    def made(*args: Any, **named: Any) -> Any:
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **named)

    return made


if __name__ == "__main__":
    os.fsync, os.replace = counted(os.fsync), counted(os.replace)
    atomic.commit(Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes()))
