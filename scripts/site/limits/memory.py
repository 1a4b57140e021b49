"""Memory that large answers took goes back to the machine, and a page does not wait for them."""

from __future__ import annotations

import ctypes
import gc
import sys

# Options of glibc's mallopt(3) and their values: how many regions threads have, and from how many
# bytes on a block is mapped by itself, so that it goes back as soon as it is free.
M_ARENA_MAX, M_MMAP_THRESHOLD = (-8, 2), (-3, 256 * 1024)
# Seconds for which one thread runs while others wait. A page made in a thread gives its turn away
# with each row that it reads; with Python's 5 ms, a hundred rows take half a second while a table
# is drawn.
SWITCH_INTERVAL_S = 0.0005


def settle() -> None:
    """Set this process up to share its time and give back its memory."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _glibc("mallopt", *M_ARENA_MAX)
    _glibc("mallopt", *M_MMAP_THRESHOLD)


def freeze() -> None:
    """Keep what is there now: the collector need not look at it again. What was only needed to make
    it goes back to the machine."""
    gc.collect()
    gc.freeze()
    _glibc("malloc_trim", 0)


def _glibc(name: str, *arguments: int) -> None:
    """Call a function of glibc, where this is one."""
    if sys.platform == "linux" and (function := getattr(ctypes.CDLL(None), name, None)):
        function(*arguments)
