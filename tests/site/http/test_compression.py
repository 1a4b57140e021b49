"""An answer is compressed once, and what is compressed is the answer itself, whatever an
application calls it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from typing import Any

import pytest

from revisioned.site.http import delivery, response_cache

LONG = response_cache.MAX_RESPONSE_BYTES // 10


class Site:
    """A site whose answers say the address and the host, with one validator for all of them."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.app = delivery.middleware(self._answer, response_cache.ResponseCache())

    async def _answer(self, scope: Any, _receive: Any, send: Any) -> None:
        about = [(b"content-type", b"text/plain"), (b"etag", b'"one"')]
        body = b" ".join([scope["query_string"], *(value for _, value in scope["headers"])])
        await send({"type": "http.response.start", "status": 200, "headers": about})
        await send({"type": "http.response.body", "body": body * self.times})

    def get(self, query: bytes, host: bytes) -> bytes:
        """The body as it is sent."""
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": query}
        headers = [(b"host", host), (b"accept-encoding", b"gzip")]
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app({**scope, "headers": headers}, None, send))
        body: bytes = sent[1]["body"]
        return body


@pytest.mark.parametrize(("query", "host"), [(b"since=2", b"a"), (b"since=1", b"b")])
def test_two_answers_with_one_validator_are_compressed_apart(query: bytes, host: bytes) -> None:
    site = Site(100)

    assert gzip.decompress(site.get(b"since=1", b"a")).startswith(b"since=1 a")
    assert gzip.decompress(site.get(query, host)).startswith(query + b" " + host)


@pytest.mark.parametrize("times", [100, LONG], ids=["cached", "too long for the cache"])
def test_answer_that_was_compressed_is_neither_compressed_nor_hashed_again(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    site = Site(times)
    first = site.get(b"since=1", b"a")
    monkeypatch.delattr(gzip, "compress")
    monkeypatch.delattr(hashlib, "sha256")

    assert site.get(b"since=1", b"a") == first
