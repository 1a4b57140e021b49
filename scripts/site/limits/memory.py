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
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(ARENA_MAX, ARENAS)
        mallopt(MMAP_THRESHOLD, MAPPED)


def freeze() -> None:
    """What is there now stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
