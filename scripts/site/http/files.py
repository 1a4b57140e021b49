"""Files as they are: their SHA-256 as ETag, ranges, and the name to save them under."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .conditions import headers_of, matches, requested_range

CHUNK_BYTES = 1 << 18
"""Bytes that are read and sent at once."""
IMMUTABLE = "public, max-age=31536000, immutable"
"""For files of a release, which never change."""
TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".db": "application/vnd.sqlite3",
    # A browser shows no text/markdown.
    ".md": "text/plain; charset=utf-8",
    ".cff": "text/yaml; charset=utf-8",
    ".yml": "text/yaml; charset=utf-8",
    ".sql": "application/sql; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".ics": "text/calendar; charset=utf-8",
    ".wasm": "application/wasm",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    ".sha256": "text/plain; charset=utf-8",
}


def content_type(path: Path) -> str:
    """The media type of a file by its name, with its charset where it is text."""
    if path.suffix in TYPES:
        return TYPES[path.suffix]
    guessed = mimetypes.guess_type(path.name)[0] or "text/plain"
    text = guessed.startswith("text/") or guessed in ("application/json", "application/javascript")
    return f"{guessed}; charset=utf-8" if text else guessed


def disposition(name: str, *, shown: bool = True) -> str:
    """Content-Disposition with the name to save under (RFC 6266); `shown` in the browser where it
    can, else saved."""
    kind = "inline" if shown else "attachment"
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    wide = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{kind}; filename="{plain}"{wide}'


def inside(folder: Path, path: str) -> Path | None:
    """The file at the path in the folder, or None where there is none or it leads outside."""
    try:
        found = (folder / path).resolve()
        regular = found.is_relative_to(folder.resolve()) and found.is_file()
    except (OSError, ValueError):
        return None
    return found if regular else None


@dataclass(frozen=True)
class FileResponse:
    """A whole file, or a range of it, as an answer that Datasette sends. `name` is what it is saved
    as; `eternal` where its bytes at this address never change."""

    scope: Any
    path: Path
    name: str
    eternal: bool = False

    async def asgi_send(self, send: Any) -> None:
        """Send it. Nothing is read where the request has it already."""
        digest, size = await asyncio.to_thread(_known, self.path)
        tag, known = f'"{digest}"', headers_of(self.scope).get("if-none-match", "")
        headers = {
            "content-type": content_type(self.path),
            "content-disposition": disposition(self.name, shown=self.path.suffix != ".db"),
            "etag": tag,
            "accept-ranges": "bytes",
            "cache-control": IMMUTABLE if self.eternal else "no-cache",
        }
        status, start, end = 200, 0, size
        try:
            if matches(known, tag):
                status, end = 304, 0
            elif part := requested_range(self.scope, tag, size):
                status, (start, end) = 206, part
                headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        except IndexError:
            status, start, end = 416, 0, 0
            headers = {"content-range": f"bytes */{size}", "cache-control": "no-cache"}
        headers["content-length"] = str(end - start)
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        parts = _parts(self.path, start, start if self.scope["method"] == "HEAD" else end)
        while (body := await asyncio.to_thread(next, parts, None)) is not None:
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _parts(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (part := file.read(min(CHUNK_BYTES, end - start))):
            start += len(part)
            yield part


def _known(path: Path) -> tuple[str, int]:
    """The SHA-256 and size of a file; it is read again only if the file was replaced."""
    about = path.stat()
    return _digest(path, about.st_ino, about.st_size, about.st_mtime_ns), about.st_size


@lru_cache(maxsize=4096)
def _digest(path: Path, *_signature: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
