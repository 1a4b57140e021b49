"""Whose SQL is next: clients take turns, however much one of them asks for."""

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
        # The waiting requests by client; the first client is next, and then goes to the end.
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def take(self, client: str, wait: Wait) -> None:
        """Take a place for a client; raises what `wait` raises where it takes too long."""
        if self._free:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(future)
        try:
            await wait(future)
        except BaseException:
            future.cancel()
            if not future.cancelled():
                self.give()
            raise

    def give(self) -> None:
        """Give a place back, to the client that has waited longest if there is one."""
        while self._waiting:
            client, futures = self._waiting.popitem(last=False)
            # A cancelled request waits no longer, and does not use up a turn of its client.
            while futures and futures[0].done():
                futures.popleft()
            if futures:
                futures.popleft().set_result(None)
                if futures:
                    self._waiting[client] = futures
                return
        self._free += 1
