"""Clients that send a request and do not read the answer are disconnected."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
import uvicorn

from revisioned.site.limits import timeouts


async def large(scope: Any, receive: Any, send: Any) -> None:
    """An application whose answer is larger than the buffer for an unread answer."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 9_000_000})


def test_client_that_does_not_read_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "READ_CHECK_S", 0.3)

    async def run() -> None:
        config = uvicorn.Config(large, http=timeouts.TimeoutProtocol, port=0, log_level="critical")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        connections = server.server_state.connections
        loop = asyncio.get_running_loop()
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            await loop.sock_connect(client, server.servers[0].sockets[0].getsockname())
            await loop.sock_sendall(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            async with asyncio.timeout(5):
                while not connections:
                    await asyncio.sleep(0.01)
                while connections:
                    await asyncio.sleep(0.01)
        server.should_exit = True
        await task

    asyncio.run(run())
