"""The layer of site/http/ around every answer, and the files that are served as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from datasette import Request, hookimpl
from datasette.app import Datasette

from ....build.database import path as build_path
from ....descriptor.parse import DESCRIPTOR
from ....release import serve_store
from ...folder import folder_of, site_of
from ...http import delivery, preflight
from ...http.files import FileResponse, inside
from ...http.response_cache import ResponseCache
from ...stock.ties import DatasetteError

# What a site answers to itself before it is ready is there for its visitors.
_caches: WeakKeyDictionary[Datasette, ResponseCache] = WeakKeyDictionary()


@hookimpl(specname="asgi_wrapper", trylast=True)
def outermost(datasette: Datasette) -> Any:
    """Around all others: what they refuse is delivered like any answer."""
    cache = _caches.setdefault(datasette, ResponseCache())
    return lambda app: delivery.middleware(app, cache)


@hookimpl(specname="asgi_wrapper", tryfirst=True)
def innermost(datasette: Datasette) -> Any:
    """Inside of all others: OPTIONS is refused where GET is."""
    spoken = site_of(datasette).languages
    posted = tuple(f"{language.prefix}/reconcile/" for language in spoken)
    return lambda app: preflight.middleware(app, lambda path: path.startswith(posted))


async def _mounted(datasette: Datasette, request: Request) -> FileResponse:
    """A file in one of the folders that are served as they are."""
    mount, path = request.url_vars["mount"], unquote(request.url_vars["path"])
    mounts = dict(datasette.static_mounts)
    found = inside(Path(mounts[mount]), path) if mount in mounts else None
    if found is None:
        raise DatasetteError(f"There is no file {path}", status=404)
    return FileResponse(request.scope, found, found.name, eternal=mount == "releases")


async def _descriptor(datasette: Datasette, request: Request) -> FileResponse:
    return FileResponse(request.scope, folder_of(datasette) / DESCRIPTOR, DESCRIPTOR)


async def _database(datasette: Datasette, request: Request) -> FileResponse:
    """A database as a file: that of the package, or of a release."""
    package, name = site_of(datasette).package, request.url_vars["name"]
    files = {
        serve_store.database_name(version): serve_store.database(package.root, version)
        for version in serve_store.served(package.root)
    } | {package.database: build_path(package)}
    if name not in files:
        raise DatasetteError(f"There is no database {name}", status=404)
    return FileResponse(request.scope, files[name], f"{name}.db")


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """The files that are served as they are."""
    return [
        (r"^/(?P<mount>data|copies|static)/(?P<path>.*)$", _mounted),
        (r"^/(?P<mount>releases)/(?P<path>\d+\.\d+\.\d+/.+)$", _mounted),
        (rf"^/{DESCRIPTOR.replace('.', '[.]')}$", _descriptor),
        (r"^/(?P<name>[^/.]+)\.db$", _database),
    ]
