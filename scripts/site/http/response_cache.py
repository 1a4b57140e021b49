"""A cache of answers: the database that is served never changes, so the same address has the same
answer each time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from .conditions import Headers

CACHE_BYTES, MAX_RESPONSE_BYTES = 8_000_000, 400_000
"""The most bytes of all answers that are kept, and of one of them; those asked for last are
kept."""

WAIT_S = 5.0
"""Seconds that a request waits for the answer to an earlier request for the same."""
PERSONAL_HEADERS = {b"cookie", b"authorization"}
"""Headers of a request on which Datasette lets answers depend."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class CachedResponse:
    """A whole answer, except for what depends on how it is asked for."""

    status: int
    headers: Headers
    body: bytes
    tag: str


class ResponseCache:
    """The answers that one site keeps."""

    def __init__(self) -> None:
        self._answers: LRUCache[Key, CachedResponse] = LRUCache(
            CACHE_BYTES, lambda answer: len(answer.body)
        )
        self._making: dict[Key, asyncio.Event] = {}

    def get(self, scope: Any) -> CachedResponse | None:
        """The answer to a request that was asked before."""
        return None if is_personal(scope) else self._answers.get(key_of(scope))

    @asynccontextmanager
    async def making(self, scope: Any) -> AsyncIterator[None]:
        """While the `with` lasts, an answer is made. Other requests for the same wait first, but
        not for ever, and then look again."""
        key = key_of(scope)
        if (made := self._making.get(key)) is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(made.wait(), WAIT_S)
            yield
            return
        made = self._making[key] = asyncio.Event()
        try:
            yield
        finally:
            del self._making[key]
            made.set()

    def finish(self, scope: Any) -> None:
        """The answer is there: anyone who waits need not wait until a slow client has it."""
        if (made := self._making.get(key_of(scope))) is not None:
            made.set()

    def put(self, scope: Any, answer: CachedResponse) -> None:
        """Keep an answer that does not depend on who asks; the ones not asked for longest make
        room."""
        visit = scope.get("visit")
        if visit is None or visit.is_query or scope["method"] != "GET":
            return
        if _lasts(answer) and not is_personal(scope):
            self._answers[key_of(scope)] = answer


def key_of(scope: Any) -> Key:
    """All that an answer may depend on; absolute addresses in it begin with the host."""
    hosts = tuple(value for name, value in scope["headers"] if name == b"host")
    parts = ("scheme", "raw_path", "path", "query_string")
    return hosts, *(scope.get(part) for part in parts)


def is_personal(scope: Any) -> bool:
    """Whether the answer may depend on who asks."""
    return any(name in PERSONAL_HEADERS for name, _ in scope["headers"])


def _lasts(answer: CachedResponse) -> bool:
    names = {name for name, _ in answer.headers}
    return (
        answer.status == 200
        and len(answer.body) <= MAX_RESPONSE_BYTES
        # Files are read again where they are others, and a form has a token for its visitor.
        and b"accept-ranges" not in names
        and b"set-cookie" not in names
    )
