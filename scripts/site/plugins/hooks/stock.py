"""Datasette's own addresses, as site/http/stock.py opens them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from ....release import serve_store
from ...folder import site_of
from ...http import stock


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Fix each request before Datasette looks at it."""
    package = site_of(datasette).package
    served = serve_store.served(package.root)
    names = [package.database, *map(serve_store.database_name, served)]
    keys = {
        f"/{database}/{relation.name}": (*("revision",) * relation.is_series, *relation.primary_key)
        for database in names
        for relation in package.relations
    }
    views = {f"/{database}/{view.name}": () for database in names for view in package.views}
    return lambda app: stock.middleware(app, {**views, **keys})
