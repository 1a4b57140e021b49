"""The site asked in this process, without a socket: one answer after another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

HERE = "https://edition.invalid"
"""What absolute addresses begin with in an answer: a name that nobody can have (RFC 6761). The
writer replaces it by the base of the edition, or makes the addresses relative."""
SCHEME, HOST = HERE.split("://")

Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True)
class Response:
    """What the site answers at an address: `kind` is the media type without its parameters,
    `location` where a redirect leads."""

    address: str
    status: int
    kind: str
    location: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which becomes a folder, and not a file called .html."""
        return self.kind == "text/html" and not self.address.endswith(".html")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


async def ask(application: Application, address: str, base: str = HERE) -> Response:
    """The answer of an ASGI application at an address that begins with a slash."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": SCHEME,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", HOST.encode())],
        "client": ("127.0.0.1", 1),
        "server": (HOST, 443),
        "base": base,
    }
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await application(scope, receive, send)
    headers = {name.lower(): value.decode("latin-1") for name, value in start["headers"]}
    kind = headers.get(b"content-type", "").partition(";")[0].strip()
    location = headers.get(b"location", "")
    if location:
        split = urlsplit(location)
        location = split.path + (f"?{split.query}" if split.query else "")
    return Response(address, start["status"], kind, location, b"".join(parts))
