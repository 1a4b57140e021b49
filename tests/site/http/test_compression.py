"""What is compressed is the answer itself, whatever an application calls it."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from revisioned.site.http import delivery, response_cache


async def answer_by_address(scope: Any, _receive: Any, send: Any) -> None:
    """An answer that says the address and the host, with one validator for all of them."""
    about = [(b"content-type", b"text/plain"), (b"etag", b'"one"')]
    body = b" ".join([scope["query_string"], *(value for _, value in scope["headers"])]) * 100
    await send({"type": "http.response.start", "status": 200, "headers": about})
    await send({"type": "http.response.body", "body": body})


def ask(query: bytes, host: bytes) -> bytes:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": query}
    headers = [(b"host", host), (b"accept-encoding", b"gzip")]
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    app = delivery.middleware(answer_by_address, response_cache.ResponseCache())
    asyncio.run(app({**scope, "headers": headers}, None, send))
    return gzip.decompress(sent[1]["body"])


@pytest.mark.parametrize(("query", "host"), [(b"since=2", b"a"), (b"since=1", b"b")])
def test_two_answers_with_one_validator_are_compressed_apart(query: bytes, host: bytes) -> None:
    assert ask(b"since=1", b"a").startswith(b"since=1 a")
    assert ask(query, host).startswith(query + b" " + host)
