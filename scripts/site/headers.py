"""What every response says to the browser: nothing from other hosts, and no script but ours.

Datasette's own pages carry a few inline scripts and styles. Those scripts are the same on every
page, so their hashes are in the policy, taken from the templates and never from a page: what
somebody put into the data has no hash. Inline styles differ from page to page, so the templates
are rewritten, before they are compiled, to do without.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from .stock.markup import FACETS, INLINE_SCRIPT, INLINE_STYLE, SCRIPTED_STYLE

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Without a homepage, absolute addresses begin with the host that a request names.
VARY = "Host"
# For an answer that is not a page: nothing runs, and nothing is loaded.
NOTHING = "default-src 'none'; frame-ancestors 'none'"


def policy(templates: Iterable[str], files: Iterable[str] = ()) -> str:
    """The Content-Security-Policy for pages made from these templates, as rewritten, and with the
    scripts in these files."""
    scripts, styles = set(), set()
    for file in files:
        styles |= {_hash(json.loads(body)) for body in SCRIPTED_STYLE.findall(file)}
    for template in templates:
        for body in INLINE_SCRIPT.findall(template):
            scripts |= {_hash(body.replace(FACETS, value)) for value in ("true", "false")}
        styles |= {_hash(body) for body in INLINE_STYLE.findall(template)}
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self'", *sorted(scripts)]),
            " ".join(["style-src 'self'", *sorted(styles)]),
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def starting(app: Any, change: Callable[[Any, Any], Any]) -> Any:
    """The application with the start of each answer as `change` makes it of the scope and the
    message."""

    async def changed(scope: Any, receive: Any, send: Any) -> None:
        async def send_changed(message: Any) -> None:
            is_start = message["type"] == "http.response.start"
            await send(change(scope, message) if is_start else message)

        await app(scope, receive, send_changed)

    return changed


def _hash(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
