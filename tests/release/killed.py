"""`python -m tests.release.killed ROOT CHANGES N`: write the pickled changes into ROOT, and be
killed before the Nth file that is written gets its name."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from pathlib import Path

from revisioned.core import atomic

if __name__ == "__main__":
    left = int(sys.argv[3])
    swap = atomic.swap

    def counted(beside: Path, path: Path) -> None:
        """Swap, or die of kill -9."""
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        swap(beside, path)

    atomic.swap = counted
    atomic.commit(Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes()))
