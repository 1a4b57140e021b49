"""OPTIONS, answered before a route is looked for: without a body, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

READING = ("GET", "HEAD", "OPTIONS")


def answering(app: Any, posted: Callable[[str], bool]) -> Any:
    """The application with an answer to OPTIONS; `posted` says whether POST is taken at a path."""

    async def answered(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "OPTIONS":
            await app(scope, receive, send)
            return
        methods = (*READING, "POST") if posted(scope["path"]) else READING
        allow = ", ".join(methods).encode()
        headers = [(b"allow", allow), (b"access-control-allow-methods", allow)]
        headers.append((b"access-control-max-age", b"86400"))
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return answered
