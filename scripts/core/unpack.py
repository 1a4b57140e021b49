"""Untrusted packed bytes, unpacked up to a limit.

A few megabytes can hold terabytes. What packs well, such as a table of one repeated word, grows a
hundredfold; more than that is not a table.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# Bytes to which anything may grow, and how many times its own size.
ALLOWED_BYTES, MAX_GROWTH = 64_000_000, 200
PIECE_BYTES = 1 << 20
# What zipfile raises for bytes that are not what they were.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class UnpackError(ValueError):
    """Bytes that are damaged, or that grow too much; the message says which."""


def gunzip(packed: BinaryIO, size: int) -> Iterator[bytes]:
    """What is in a gzip file of this many bytes, in pieces. Raises UnpackError."""
    import gzip

    left = max_size(size)
    try:
        with gzip.GzipFile(fileobj=packed) as opened:
            while piece := opened.read(PIECE_BYTES):
                left -= len(piece)
                if left < 0:
                    raise UnpackError(_too_large(size))
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnpackError(f"a gzip file that is damaged: {error}") from None


def require_small(path: Path) -> None:
    """Pass in silence, or raise UnpackError for a zip file that grows too much. What is not a zip
    file is left to anyone who reads it."""
    size = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as opened:
            grown = sum(item.file_size for item in opened.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    if grown > max_size(size):
        raise UnpackError(_too_large(size))


def max_size(size: int) -> int:
    """Bytes to which this many may grow."""
    return max(ALLOWED_BYTES, MAX_GROWTH * size)


def _too_large(size: int) -> str:
    return (
        f"{size:,} bytes that grow to more than {max_size(size):,} when unpacked; unpack it"
        " yourself, if you know what it is"
    )
