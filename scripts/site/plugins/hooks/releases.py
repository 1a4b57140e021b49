"""Releases on the site: their databases with the words of each release, and their files."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils import parse_metadata

from ....cite import released
from ....release import serve_store, store
from ....release.versions import structure
from ...folder import folder_of
from ...stock.metadata import described


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Titles, columns and questions of each release's database, as that release has them."""
    root = folder_of(datasette)
    return {
        "databases": {
            serve_store.database_name(v): _described(root, v) for v in serve_store.served(root)
        }
    }


@lru_cache(maxsize=256)
def _described(root: Path, version: str) -> dict[str, Any]:
    package = released.package(root, version)
    path = package.root / "metadata.yml"
    own = parse_metadata(path.read_text(encoding="utf-8")) if path.exists() else {}
    database = own.get("databases", {}).get(package.database, {})
    tables = described(package)
    for name, more in database.get("tables", {}).items():
        tables[name] = {**tables.get(name, {}), **more}
    return {**database, "title": f"Release {version}", "tables": tables}


@hookimpl
def extra_template_vars(datasette: Datasette, database: str | None) -> dict[str, Any]:
    """`release`: the version whose database a page shows, else the newest; `is_release`: which."""
    root = folder_of(datasette)
    versions = {serve_store.database_name(version): version for version in serve_store.served(root)}
    newest = store.latest(root)
    known = versions.get(database or "")
    of_release = {"of_release": store.manifest(root, known)} if known else {}
    return of_release | {
        "release": versions.get(database or "", newest if newest in versions.values() else None),
        "is_release": database in versions,
        "database_of": serve_store.database_name,
    }


async def _latest(datasette: Datasette, request: Request) -> Response:
    """Which version is the latest, as JSON; or one of its files, by a redirect to that version."""
    root = folder_of(datasette)
    version = store.latest(root)
    if version is None or version not in serve_store.served(root):
        raise NotFound("nothing is released yet")
    path = request.url_vars["path"]
    if path == ".json":
        about = store.manifest(root, version)
        stated = {
            "version": version,
            "released_on": about.released_on,
            "swhid": about.swhid,
            "manifest_sha256": about.sha256,
            "structure_since": structure.since_release(root),
            "files": datasette.urls.path(f"/releases/{version}/"),
            "database": datasette.urls.database(serve_store.database_name(version)),
        }
        body = json.dumps(stated, indent=2) + "\n"
        return Response(body, content_type="application/json; charset=utf-8")
    return Response.redirect(datasette.urls.path(f"/releases/{version}{path or '/'}"))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Which release is the latest; pages are in their own plugin, the files are a static mount."""
    return [(r"^/releases/latest(?P<path>\.json|/.*|)$", _latest)]
