"""uvicorn's HTTP protocol, with timeouts for clients that never finish a request or never read."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..headers import FIXED, NOTHING

# For a client to send a whole request once it is connected.
RECEIVE_TIMEOUT_S = 10.0
# Between two looks at a client that reads slowly, and bytes that it takes between them.
READ_CHECK_S, MIN_READ_BYTES = 10.0, 20_000
# The most bytes that wait for all slow clients together. Beyond that, the client with most of them
# is disconnected.
MAX_UNREAD_BYTES = 20_000_000
# For clients to read what they were promised when the site ends.
SHUTDOWN_S = 5


class TimeoutProtocol(H11Protocol):
    """A connection that is closed where its next request is not whole in RECEIVE_TIMEOUT_S, and
    where its client does not read."""

    slow: ClassVar[set[TimeoutProtocol]] = set()
    waiting: asyncio.TimerHandle | None = None
    reading: asyncio.TimerHandle | None = None
    unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait from the first moment, though nothing is said yet."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait until the request is whole; how long the answer takes is not the client's fault."""
        super().data_received(data)
        whole = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
        if whole:
            self._stop()
        elif self.waiting is None:
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, with the headers of every answer, and close."""
        self._stop()
        headers = {
            "content-type": "text/plain; charset=utf-8",
            "content-security-policy": NOTHING,
            "connection": "close",
            **FIXED,
        }
        listed = [(name.encode(), text.encode()) for name, text in headers.items()]
        for event in (
            h11.Response(status_code=400, headers=listed, reason=b"Bad Request"),
            h11.Data(data=msg.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def pause_writing(self) -> None:
        """More is written than the client reads: look at it from now on."""
        super().pause_writing()
        self.slow.add(self)
        self._look()
        # Not now, as we are in the middle of writing.
        self.loop.call_soon(_let_go)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        self._forget()

    def timeout_keep_alive_handler(self) -> None:
        """The client asks nothing more: close, whether or not it reads the rest."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(READ_CHECK_S, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        self._stop()
        self._forget()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self.waiting = self.loop.call_later(RECEIVE_TIMEOUT_S, self.transport.abort)

    def _stop(self) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def _look(self) -> None:
        """Close the connection whose client has read too little since the last look."""
        left = self.transport.get_write_buffer_size()
        if self.reading is not None and self.unread - left < MIN_READ_BYTES:
            self.transport.abort()
            return
        self.unread = left
        self.reading = self.loop.call_later(READ_CHECK_S, self._look)

    def _forget(self) -> None:
        self.slow.discard(self)
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None


def _let_go() -> None:
    """Close connections, those with most unread first, until what is unread is within the limit."""
    sizes = {client: client.transport.get_write_buffer_size() for client in TimeoutProtocol.slow}
    unread = sum(sizes.values())
    for client in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if unread <= MAX_UNREAD_BYTES:
            break
        unread -= sizes[client]
        client.transport.abort()
