"""One request while it is answered: how long it may still wait, and how much of its page is
drawn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from ..stock.ties import DatasetteError
from .turns import Turns

# Seconds that one request waits for others in all.
REQUEST_TIMEOUT_S = 15.0
# Cells that the page of a query shows; the downloads have the others.
CELLS_PER_TURN = 20_000
# This many cells are drawn, or parts of an answer sent, before others have their turn.
CELLS_PER_SLICE, PARTS_PER_SLICE = 32, 8


class BusyError(DatasetteError):  # type: ignore[misc]
    """The answer to a request that has waited too long."""

    def __init__(self) -> None:
        super().__init__("Too many queries at once; try again in a moment.", status=503)


@dataclass
class Visit:
    """One request. `is_query`: what the visitor wrote decides which SQL runs. `is_sql`: the visitor
    wrote SQL. `is_drawn`: the answer is a page. `is_csv`: it is a file, which cannot say that rows
    are missing. `client` is who asks. A request holds `drawing` while it draws cells, `matching`
    while it matches names, and a place of `turns` while its SQL runs or its rows are drawn."""

    is_query: bool
    is_sql: bool
    is_drawn: bool
    client: str
    drawing: asyncio.Lock
    matching: asyncio.Semaphore
    turns: Turns
    is_csv: bool = False
    patience_s: float = field(default_factory=lambda: REQUEST_TIMEOUT_S)
    drawn: int = field(default=0, init=False)
    """Cells since others had their turn."""
    holds: bool = field(default=False, init=False)
    has_turn: bool = field(default=False, init=False)

    async def wait(self, place: Awaitable[Any]) -> Any:
        """What `place` gives, if it does so while this request may still wait; else BusyError."""
        started = time.monotonic()
        try:
            return await asyncio.wait_for(place, self.patience_s)
        except TimeoutError:
            raise BusyError from None
        finally:
            self.patience_s -= time.monotonic() - started

    async def pause(self) -> None:
        """Let others have their turn: first requests that draw nothing, then those that draw
        too."""
        self.drawn = 0
        self.leave()
        await asyncio.sleep(0)
        started = time.monotonic()
        await self.drawing.acquire()
        self.holds = True
        self.patience_s -= time.monotonic() - started
        if self.patience_s < 0:
            raise BusyError

    def leave(self) -> None:
        """Nothing more is drawn for now."""
        if self.holds:
            self.holds = False
            self.drawing.release()

    async def take_turn(self) -> None:
        """Hold a place for SQL until the answer begins: rows that are not drawn yet take memory."""
        self.leave()
        if not self.has_turn:
            await self.turns.take(self.client, self.wait)
            self.has_turn = True

    def end_turn(self) -> None:
        """Give the place back: nothing more is drawn."""
        self.leave()
        if self.has_turn:
            self.has_turn = False
            self.turns.give()


visiting: ContextVar[Visit | None] = ContextVar("visiting", default=None)


def count_cell() -> Callable[[], Awaitable[None]] | None:
    """Count a cell; gives what to await when it is the turn of others."""
    visit = visiting.get()
    if visit is None:
        return None
    visit.drawn += 1
    return visit.pause if visit.drawn >= CELLS_PER_SLICE else None


@asynccontextmanager
async def matching() -> AsyncIterator[None]:
    """Match names while this context is open; only a few requests may do so at once."""
    visit = visiting.get()
    if visit is None:
        yield
        return
    await visit.wait(visit.matching.acquire())
    try:
        yield
    finally:
        visit.matching.release()
