"""Answers as gzip: each text once, as long as it is asked for."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Hashable
from functools import partial

from cachetools import LRUCache

MIN_BYTES = 500
"""Below this many compressing saves nothing."""
LEVEL, GZIP = 6, 31
"""What zlib is told: how hard to try, and to write a stream as gzip does."""
CACHE_BYTES = 4_000_000
"""Bytes of compressed answers that are kept, those asked for last."""
MAX_BYTES_HERE = 100_000
"""This many are compressed without a thread: a few milliseconds."""

TYPES = (
    *("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml"),
    *("application/vnd.sqlite3", "application/sql"),
)
SUFFIXES = ("+json", "+xml")


def is_compressible(kind: str) -> bool:
    """Whether a content type is text, or as good as text."""
    name = kind.partition(";")[0].strip().lower()
    return name.startswith(TYPES) or name.endswith(SUFFIXES)


class Compressor:
    """The compressed answers of one site."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, bytes] = LRUCache(CACHE_BYTES, getsizeof=len)

    async def compress(self, body: bytes, key: Hashable | None) -> bytes:
        """The body as gzip, kept by the key, if any. No name and no time in it: the same each
        time."""
        if key in self._kept:
            return self._kept[key]
        compressing = partial(gzip.compress, body, LEVEL, mtime=0)
        is_short = len(body) <= MAX_BYTES_HERE
        made = compressing() if is_short else await asyncio.to_thread(compressing)
        if key is not None and len(made) <= CACHE_BYTES:
            self._kept[key] = made
        return made
