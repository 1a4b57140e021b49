"""Answers, kept as they came: one WARC file for each body, named by the hash of its bytes.

Format: WARC 1.1 (ISO 28500), one response record a file, gzipped. The hash is that of the body
without its transfer coding: the hash of the page as a browser would save it.
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zlib
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ..core import atomic
from .fetch import Response

FOLDER = "captures"
SUFFIX = ".warc.gz"
# A small file may unpack to very much.
MAX_BYTES = 32 << 20


class BrokenError(Exception):
    """A kept file, or an answer, is not whole."""


@dataclass(frozen=True)
class Capture:
    """A page as it came: its bytes, and their type as the host gave it."""

    url: str
    content_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


def keep(folder: Path, answer: Response, moment: str) -> Capture:
    """Keep the answer, which came at the `moment` (RFC 3339); the same bytes are kept once. Raises
    BrokenError where they cannot be unpacked."""
    record = _record(answer, moment)
    capture = _read(io.BytesIO(record))
    path = place(folder, capture.sha256)
    if not path.exists():
        atomic.replace(path, record)
    return capture


def place(folder: Path, sha256: str) -> Path:
    """Where the bytes with that hash are kept."""
    return folder / f"{sha256}{SUFFIX}"


def read(path: Path) -> Capture:
    """What is kept in the file. Raises BrokenError where that is not a whole record, OSError where
    there is no such file."""
    with path.open("rb") as file:
        return _read(file)


def find(folder: Path, sha256: str) -> Capture | None:
    """What is kept under that hash, or None where it is missing or damaged."""
    try:
        capture = read(place(folder, sha256))
    except (OSError, BrokenError):
        return None
    return capture if capture.sha256 == sha256 else None


def _record(answer: Response, moment: str) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    headers = [
        (name, value)
        for name, value in answer.headers
        if name.lower() not in ("transfer-encoding", "content-length")
    ]
    headers.append(("Content-Length", str(len(answer.body))))
    http = StatusAndHeaders(str(answer.status), headers, protocol="HTTP/1.1")
    block = hashlib.sha256(http.to_bytes() + answer.body).hexdigest()
    # No random number: the same answer is the same file.
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{answer.url} {moment}")
    record = writer.create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        http_headers=http,
        warc_headers_dict={
            "WARC-Date": moment,
            "WARC-Record-ID": f"<{name.urn}>",
            "WARC-Payload-Digest": f"sha256:{hashlib.sha256(answer.body).hexdigest()}",
            "WARC-Block-Digest": f"sha256:{block}",
        },
    )
    writer.write_record(record)
    return buffer.getvalue()


def _read(file: io.BufferedIOBase) -> Capture:
    try:
        for record in ArchiveIterator(file):
            if record.rec_type == "response" and record.http_headers is not None:
                body = record.content_stream().read(MAX_BYTES + 1)
                if len(body) > MAX_BYTES:
                    raise BrokenError(f"unpacks to more than {MAX_BYTES >> 20} MB")
                return Capture(
                    record.rec_headers.get_header("WARC-Target-URI") or "",
                    record.http_headers.get_header("Content-Type") or "",
                    body,
                )
    except (ValueError, EOFError, zlib.error, OSError) as error:
        raise BrokenError(f"not whole: {error}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "warcio":
            raise
        raise BrokenError(f"not a WARC file: {error}") from None
    raise BrokenError("contains no response of a web server")
