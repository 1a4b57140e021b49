"""A cached answer is sent unchanged to everybody who asks for the same."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from revisioned.site.http import delivery, response_cache

PAGE = [(b"content-type", b"text/html; charset=utf-8")]


class Site:
    """An application that counts requests, and a client of it."""

    def __init__(self, headers: list[tuple[bytes, bytes]] = PAGE, *, is_query: bool = False):
        self.asked, self.headers, self.is_query = 0, headers, is_query
        self.app = delivery.middleware(self._answer, response_cache.ResponseCache())

    async def _answer(self, scope: Any, _receive: Any, send: Any) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        scope["visit"] = SimpleNamespace(is_query=self.is_query)
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": f"answer {self.asked}".encode() * 100})

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        given = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "headers": given}
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, None, send))
        return sent[0]["status"], sent[1]["body"]

    def get_at_once(self, number: int) -> None:
        """Let this many clients ask for the same page at once."""

        async def send(_message: Any) -> None:
            pass

        async def ask() -> None:
            scopes = [{"type": "http", "method": "GET", "path": "/", "headers": []}] * number
            await asyncio.gather(*(self.app(dict(scope), None, send) for scope in scopes))

        asyncio.run(ask())


def test_the_same_address_is_made_once() -> None:
    site = Site()

    assert site.get() == site.get() == (200, b"answer 1" * 100)
    assert site.get(method="HEAD") == (200, b"")
    assert site.asked == 1


def test_simultaneous_requests_are_answered_once() -> None:
    site = Site()
    site.get_at_once(20)

    assert site.asked == 1


def test_another_address_or_host_is_another_answer() -> None:
    site = Site()
    for path, host in (("/", "a"), ("/x", "a"), ("/", "b")):
        site.get(path, host=host)

    assert site.asked == 3


@pytest.mark.parametrize("name", ["cookie", "authorization"])
def test_answers_for_one_visitor_are_not_cached(name: str) -> None:
    site = Site()
    site.get()
    site.get(**{name: "x"})
    site.get(**{name: "x"})

    assert site.asked == 3


@pytest.mark.parametrize(
    "site",
    [Site(is_query=True), Site([*PAGE, (b"set-cookie", b"x")]), Site([(b"accept-ranges", b"")])],
    ids=["query", "token", "file"],
)
def test_answers_that_may_change_are_not_cached(site: Site) -> None:
    site.get()
    site.get()

    assert site.asked == 2


def test_most_recently_used_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "CACHE_BYTES", 2 * len(b"answer 1" * 100))
    site = Site()
    for path in ("/a", "/b", "/a", "/c", "/a", "/b"):
        site.get(path)

    assert site.asked == 4
