"""Unpack untrusted bytes, up to a limit.

A few megabytes can unpack to terabytes. A table that packs well, such as one repeated word, grows a
hundredfold; what grows more is not a table.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# The size in bytes that any file may grow to, and how many times its own size it may.
ALLOWED_BYTES, MAX_GROWTH = 64_000_000, 200
PIECE_BYTES = 1 << 20
# The errors that zipfile raises for damaged bytes.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class UnpackError(ValueError):
    """The bytes are damaged, or grow too much; the message says which."""


def gunzip(packed: BinaryIO, size: int) -> Iterator[bytes]:
    """The content of a gzip file of this many bytes, in pieces. Raises UnpackError."""
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
    """Raise UnpackError for a zip file that grows too much. A file that is not a zip file passes;
    its reader refuses it."""
    size = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as opened:
            grown = sum(item.file_size for item in opened.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    if grown > max_size(size):
        raise UnpackError(_too_large(size))


def max_size(size: int) -> int:
    """The size that this many bytes may grow to."""
    return max(ALLOWED_BYTES, MAX_GROWTH * size)


def _too_large(size: int) -> str:
    return (
        f"{size:,} bytes that grow to more than {max_size(size):,} when unpacked; unpack it"
        " yourself, if you know what it is"
    )
