"""OPTIONS, answered before a route is looked for: without a body, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

METHODS = ("GET", "HEAD", "OPTIONS")


def middleware(app: Any, takes_post: Callable[[str], bool]) -> Any:
    """The application with an answer to OPTIONS; `takes_post` says where POST is taken."""

    async def answered(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "OPTIONS":
            await app(scope, receive, send)
            return
        methods = (*METHODS, "POST") if takes_post(scope["path"]) else METHODS
        allow = ", ".join(methods).encode()
        headers = [(b"allow", allow), (b"access-control-allow-methods", allow)]
        headers.append((b"access-control-max-age", b"86400"))
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return answered
