"""The headers of site/headers.py on every response, and stock templates rewritten to fit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasette as stock
from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from jinja2.ext import Extension

from ... import headers
from ...http.delivery import varying
from ...stock.markup import without_inline_styles

STOCK = str(Path(stock.__file__).parent)
STATIC = Path(STOCK) / "static"


class WithoutInlineStyles(Extension):
    """Rewrites the templates that come with Datasette; ours need no change."""

    def preprocess(self, source: str, _name: str | None, filename: str | None = None) -> str:
        """The source that is compiled."""
        return _rewritten(source, filename)


def _rewritten(source: str, filename: str | None) -> str:
    from_stock = filename is not None and filename.startswith(STOCK)
    return without_inline_styles(source) if from_stock else source


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Must run before the first page is made, as it does."""
    env.add_extension(WithoutInlineStyles)


def _templates(env: Environment) -> list[str]:
    loader = env.loader
    if loader is None:
        return []
    return [
        _rewritten(source, filename)
        for source, filename, _ in (loader.get_source(env, name) for name in env.list_templates())
    ]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Adds each header that a response does not have already."""
    scripts = [file.read_text(encoding="utf-8") for file in STATIC.glob("*.js")]
    policy = headers.policy(_templates(datasette.jinja_env), scripts)
    ours = {"content-security-policy": policy, **headers.FIXED}
    added = [(name.encode(), value.encode()) for name, value in ours.items()]

    def with_headers(_scope: Any, message: Any) -> Any:
        given = varying(list(message.get("headers", ())), headers.VARY)
        present = {name.lower() for name, _ in given}
        extra = [header for header in added if header[0] not in present]
        return {**message, "headers": [*given, *extra]}

    return lambda app: headers.starting(app, with_headers)
