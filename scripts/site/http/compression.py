"""Answers as gzip: each text once, as long as it is asked for."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from cachetools import LRUCache

SMALLEST = 500
"""Bytes below which compressing saves nothing."""
LEVEL = 6
CACHE_BYTES = 4_000_000
"""Bytes of compressed answers that are kept, those asked for last."""
AT_ONCE = 100_000
"""Bytes that are compressed without a thread: a few milliseconds."""

TYPES = (
    *("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml"),
    *("application/vnd.sqlite3", "application/sql"),
)
SUFFIXES = ("+json", "+xml")

_kept: LRUCache[str, bytes] = LRUCache(CACHE_BYTES, getsizeof=len)


def compressible(kind: str) -> bool:
    """Whether a content type is text, or as good as text."""
    name = kind.partition(";")[0].strip().lower()
    return name.startswith(TYPES) or name.endswith(SUFFIXES)


async def compressed(body: bytes, name: str) -> bytes:
    """The body as gzip, kept under the name where it has one, which is that of these bytes alone.
    No name and no time in it: the same each time."""
    if name in _kept:
        return _kept[name]
    if len(body) <= AT_ONCE:
        made = gzip.compress(body, LEVEL, mtime=0)
    else:
        made = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
    if name and len(made) <= CACHE_BYTES:
        _kept[name] = made
    return made


class Stream:
    """An answer too large to hold, compressed as it comes."""

    def __init__(self) -> None:
        self._zlib = zlib.compressobj(LEVEL, wbits=31)

    def part(self, body: bytes, *, last: bool) -> bytes:
        """What can be sent after this part of the body."""
        made = self._zlib.compress(body)
        return made + self._zlib.flush() if last else made
