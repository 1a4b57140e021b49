"""Answers as gzip: each text once, as long as it is asked for."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
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

_cache: LRUCache[bytes, bytes] = LRUCache(CACHE_BYTES, getsizeof=len)


def is_compressible(kind: str) -> bool:
    """Whether a content type is text, or as good as text."""
    name = kind.partition(";")[0].strip().lower()
    return name.startswith(TYPES) or name.endswith(SUFFIXES)


async def compress(body: bytes, *, is_kept: bool) -> bytes:
    """The body as gzip, kept by its own hash: a validator may be that of several answers. No name
    and no time in it: the same each time."""
    digest = hashlib.sha256(body).digest()
    if digest in _cache:
        return _cache[digest]
    compressing = partial(gzip.compress, body, LEVEL, mtime=0)
    made = compressing() if len(body) <= MAX_BYTES_HERE else await asyncio.to_thread(compressing)
    if is_kept and len(made) <= CACHE_BYTES:
        _cache[digest] = made
    return made
