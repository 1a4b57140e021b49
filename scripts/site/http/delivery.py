"""How every answer is delivered, no matter who made it: to any origin, with a validator,
compressed, and not at all where the client has it."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

from ..limits.requests import is_query, parameters
from . import compression
from .conditions import Headers, accepts_gzip, header, headers_of, matches, replace
from .files import disposition
from .response_cache import CachedResponse, Key, ResponseCache, is_personal, key_of

MAX_HELD_BYTES = 4_000_000
"""Bytes of an answer that are held, to be hashed and compressed as one; a longer one is sent as it
comes."""
ANY_ORIGIN = {
    "access_control_allow_origin": "*",
    "access_control_allow_headers": "*",
    "access_control_expose_headers": "*",
}
ENDINGS = (".csv", ".json", ".md", ".atom", ".ics", ".xlsx", ".svg", ".png")
"""The endings of addresses whose answers get a name to save them under."""
READ_METHODS = ("GET", "HEAD")
CSV = "text/csv; charset=utf-8; header="
# Datasette's JSON says how long a query took, which must not change the ETag of an equal answer.
TIMED = b'"query_ms": '
TIMING = re.compile(re.escape(TIMED) + rb"[\d.e+-]+")


def middleware(app: Any, cache: ResponseCache) -> Any:
    """The application with each answer as it is to be sent, made once where the cache has it."""
    compressor = compression.Compressor()

    async def delivered(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        delivery = _Delivery(scope, send, cache, compressor)
        if scope["method"] not in READ_METHODS or is_query(name for name, _ in parameters(scope)):
            await app(scope, receive, delivery.take)
        elif known := cache.get(scope):
            await delivery.deliver(known)
        else:
            async with cache.making(scope):
                if known := cache.get(scope):
                    await delivery.deliver(known)
                else:
                    await app(scope, receive, delivery.take)

    return delivered


class _Delivery:
    """One answer on its way: held until it is whole or too long to hold."""

    def __init__(
        self, scope: Any, send: Any, cache: ResponseCache, compressor: compression.Compressor
    ) -> None:
        self.scope, self.send, self.cache, self.compressor = scope, send, cache, compressor
        self.given = headers_of(scope)
        self.status = 0
        self.headers: Headers = []
        self.held = bytearray()
        self.sending = False
        self.stream: Any = None

    async def take(self, message: Any) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = _named(self.scope, list(message.get("headers", ())), self.status)
            return
        if message["type"] != "http.response.body":
            await self.send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self.sending:
            await self._pass(body, more)
            return
        self.held += body
        if not more:
            await self._whole(bytes(self.held))
        elif len(self.held) > MAX_HELD_BYTES:
            await self._begin(bytes(self.held))

    async def _whole(self, body: bytes) -> None:
        headers = self.headers
        tag = header(headers, "etag")
        if self.status == 200 and self.scope["method"] in READ_METHODS:
            tag = tag or f'"{hashlib.sha256(_timeless(body)).hexdigest()}"'
            if not header(headers, "set-cookie"):
                headers = replace(headers, etag=tag)
                if not header(headers, "cache-control"):
                    headers = replace(headers, cache_control="no-cache")
        whole = CachedResponse(self.status, self._common(headers), body, tag)
        self.cache.put(self.scope, whole)
        self.cache.finish(self.scope)
        await self.deliver(whole)

    async def deliver(self, whole: CachedResponse) -> None:
        """Send an answer as the client takes it: nothing that it has, compressed where it can."""
        status, headers, body = whole.status, whole.headers, whole.body
        is_read = self.scope["method"] in READ_METHODS
        if status == 200 and is_read and matches(self.given.get("if-none-match", ""), whole.tag):
            status, body = 304, b""
        if status == 304:
            about = ("content_length", "content_type", "content_encoding", "content_disposition")
            headers = replace(headers, **dict.fromkeys(about))
        elif self._compresses(status, headers) and len(body) >= compression.MIN_BYTES:
            body = await self.compressor.compress(body, self._key(whole))
            headers = _weak(replace(headers, content_encoding="gzip"))
        if status not in (204, 304) and not (self.scope["method"] == "HEAD" and not body):
            headers = replace(headers, content_length=str(len(body)), transfer_encoding=None)
        await self._start(status, headers)
        sent = b"" if self.scope["method"] == "HEAD" else body
        await self.send({"type": "http.response.body", "body": sent})

    def _key(self, whole: CachedResponse) -> Key | None:
        """What the compressed answer is kept by, if it is kept. A validator alone may be that of
        several addresses."""
        visit = self.scope.get("visit")
        is_kept = whole.status == 200 and whole.tag and not (visit and visit.is_query)
        return (*key_of(self.scope), whole.tag) if is_kept and not is_personal(self.scope) else None

    async def _begin(self, body: bytes) -> None:
        """Stop holding an answer that is too long: send it as it comes, without a hash of ours."""
        self.sending = True
        self.cache.finish(self.scope)
        headers = self._common(self.headers)
        if self._compresses(self.status, headers):
            self.stream = zlib.compressobj(compression.LEVEL, wbits=compression.GZIP)
            headers = _weak(replace(headers, content_encoding="gzip", content_length=None))
        await self._start(self.status, headers)
        self.held.clear()
        await self._pass(body, True)

    async def _pass(self, body: bytes, more: bool) -> None:
        if self.stream is not None:
            body = self.stream.compress(body) + (b"" if more else self.stream.flush())
        if self.scope["method"] == "HEAD":
            body = b""
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def _start(self, status: int, headers: Headers) -> None:
        await self.send({"type": "http.response.start", "status": status, "headers": headers})

    def _common(self, headers: Headers) -> Headers:
        """The headers with those of every answer."""
        headers = replace(headers, **ANY_ORIGIN)
        if compression.is_compressible(header(headers, "content-type")):
            headers = varying(headers, "Accept-Encoding")
        return headers

    def _compresses(self, status: int, headers: Headers) -> bool:
        """Whether an answer is sent as gzip; a range is of the file as it is."""
        return (
            status not in (204, 206, 304, 416)
            and not header(headers, "content-encoding")
            and compression.is_compressible(header(headers, "content-type"))
            and accepts_gzip(self.given.get("accept-encoding", ""))
        )


def _named(scope: Any, headers: Headers, status: int) -> Headers:
    """The headers, with the name to save an answer for programs under, and of a CSV what it is:
    Datasette calls it plain text, so that a browser shows it."""
    parts = scope["path"].strip("/").split("/")
    if status == 200 and parts[-1].endswith(ENDINGS) and not header(headers, "content-disposition"):
        headers = replace(headers, content_disposition=disposition("-".join(parts)))
    kind = header(headers, "content-type")
    named = scope["path"].endswith(".csv") and kind.startswith("text/plain")
    if (named or kind.startswith("text/csv")) and "header=" not in kind:
        bare = b"_header=off" in scope.get("query_string", b"")
        return replace(headers, content_type=CSV + ("absent" if bare else "present"))
    return headers


def _timeless(body: bytes) -> bytes:
    return TIMING.sub(TIMED, body) if TIMED in body else body


def _weak(headers: Headers) -> Headers:
    tag = header(headers, "etag")
    return replace(headers, etag=f"W/{tag.removeprefix('W/')}") if tag else headers


def varying(headers: Headers, name: str) -> Headers:
    """The headers with one more that the answer depends on."""
    said = [value.decode("latin-1") for key, value in headers if key.lower() == b"vary"]
    named = {item.strip().lower(): item.strip() for item in ",".join([*said, name]).split(",")}
    return replace(headers, vary=", ".join(filter(None, named.values())))
