"""Whose SQL is next: clients take turns, however much one of them asks."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

Wait = Callable[[Awaitable[Any]], Awaitable[Any]]


class Turns:
    """At most `size` places at once. It belongs to one event loop."""

    def __init__(self, size: int) -> None:
        self._free = size
        # Who waits, by client; the first client is next, and then goes to the end.
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def take(self, client: str, wait: Wait) -> None:
        """Take a place for a client; raises what `wait` raises where it takes too long."""
        if self._free:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(future)
        try:
            await wait(asyncio.shield(future))
        except BaseException:
            if future.done():
                self.give()
            else:
                self._forget(client, future)
            raise

    def give(self) -> None:
        """Give a place back: to the client that waits longest for one, or to no one."""
        if not self._waiting:
            self._free += 1
            return
        client, futures = next(iter(self._waiting.items()))
        future = futures[0]
        self._forget(client, future)
        if client in self._waiting:
            self._waiting.move_to_end(client)
        future.set_result(None)

    def _forget(self, client: str, future: asyncio.Future[None]) -> None:
        self._waiting[client].remove(future)
        if not self._waiting[client]:
            del self._waiting[client]
