"""The socket that the site listens on."""

from __future__ import annotations

import socket
from pathlib import Path

from revisioned.site.app import listen
from tests.command import command


def test_socket_declares_tcp_so_that_answers_are_not_delayed() -> None:
    with listen(0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_used_port_is_reported_with_what_to_do(wells: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = command(wells, "serve", "--port", str(port))

    assert result.returncode == 1
    assert result.stderr == (
        f"port {port} cannot be used (Address already in use); "
        "choose another: make serve PORT=8002\n"
    )
