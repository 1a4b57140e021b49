"""Memory that large answers took goes back to the machine, and a page does not wait for them."""

from __future__ import annotations

import ctypes
import gc
import sys

# Options of glibc's mallopt(3): how many regions threads have, and from how many bytes on a block
# is mapped by itself, so that it goes back as soon as it is free.
ARENA_MAX, MMAP_THRESHOLD = -8, -3
ARENAS, MAPPED = 2, 256 * 1024
# Seconds for which one thread runs while others wait. A page made in a thread gives its turn away
# with each row that it reads; with Python's 5 ms, a hundred rows take half a second while a table
# is drawn.
TURN = 0.0005


def settle() -> None:
    """Set this process up to share its time and give back its memory."""
    sys.setswitchinterval(TURN)
    _glibc("mallopt", ARENA_MAX, ARENAS)
    _glibc("mallopt", MMAP_THRESHOLD, MAPPED)


def freeze() -> None:
    """What is there now stays: the collector need not look at it again, and what was only needed
    to make it goes back to the machine."""
    gc.collect()
    gc.freeze()
    _glibc("malloc_trim", 0)


def _glibc(name: str, *arguments: int) -> None:
    """Call a function of glibc, where this is one."""
    if sys.platform == "linux" and (function := getattr(ctypes.CDLL(None), name, None)):
        function(*arguments)
