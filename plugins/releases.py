"""Releases on the site: their databases in their own words, and their files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils import parse_metadata

from scripts.described import described
from scripts.package import load
from scripts.release import shelf, store

VERSION = r"(?P<version>\d+\.\d+\.\d+)"


def _root(datasette: Datasette) -> Path:
    return Path(dict(datasette.static_mounts)["data"]).parent


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Titles, columns and questions of each release's database, as that release has them."""
    root = _root(datasette)
    return {"databases": {shelf.database_name(v): _described(root, v) for v in shelf.served(root)}}


@cache
def _described(root: Path, version: str) -> dict[str, Any]:
    package = load(shelf.folder(root, version))
    path = package.root / "metadata.yml"
    own = parse_metadata(path.read_text(encoding="utf-8")) if path.exists() else {}
    told = own.get("databases", {}).get(package.database, {})
    tables = described(package)
    for name, more in told.get("tables", {}).items():
        tables[name] = {**tables.get(name, {}), **more}
    return {**told, "title": f"Release {version}", "tables": tables}


@hookimpl
def extra_template_vars(datasette: Datasette, database: str | None) -> dict[str, Any]:
    """`release`: the version whose database a page shows, else the newest; `is_release`: which."""
    root = _root(datasette)
    versions = {shelf.database_name(version): version for version in shelf.served(root)}
    newest = store.latest(root)
    return {
        "release": versions.get(database or "", newest if newest in versions.values() else None),
        "is_release": database in versions,
        "database_of": shelf.database_name,
    }


async def _releases(datasette: Datasette, request: Request) -> Response:
    root = _root(datasette)
    rows = [
        {
            "manifest": store.manifest(root, v),
            "yanked": store.yanked(root, v),
            "latest": v == store.latest(root),
        }
        for v in reversed(shelf.served(root))
    ]
    page = await datasette.render_template("releases.html", {"releases": rows}, request)
    return Response.html(page)


async def _files(datasette: Datasette, request: Request) -> Response:
    root, version = _root(datasette), _known(datasette, request)
    paths = sorted(
        path.relative_to(shelf.folder(root, version)).as_posix()
        for path in shelf.folder(root, version).rglob("*")
        if path.is_file()
    )
    context = {"manifest": store.manifest(root, version), "paths": paths, "version": version}
    return Response.html(await datasette.render_template("release.html", context, request))


async def _latest(datasette: Datasette, request: Request) -> Response:
    """Which version is the latest, as JSON; or a file of it, by a redirect that says which."""
    root = _root(datasette)
    version = store.latest(root)
    if version is None or version not in shelf.served(root):
        raise NotFound("nothing is released yet")
    path = request.url_vars["path"]
    if path == ".json":
        about = store.manifest(root, version)
        stated = {
            "version": version,
            "released_on": about.released_on,
            "swhid": about.swhid,
            "manifest_sha256": about.sha256,
            "files": datasette.urls.path(f"/releases/{version}/"),
            "database": datasette.urls.database(shelf.database_name(version)),
        }
        body = json.dumps(stated, indent=2) + "\n"
        return Response(body, content_type="application/json; charset=utf-8")
    return Response.redirect(datasette.urls.path(f"/releases/{version}{path or '/'}"))


def _known(datasette: Datasette, request: Request) -> str:
    version = str(request.url_vars["version"])
    if version not in shelf.served(_root(datasette)):
        raise NotFound(f"there is no release {version}")
    return version


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages; the files of releases are a static mount behind them."""
    return [
        (r"^/releases/?$", _releases),
        (r"^/releases/latest(?P<path>\.json|/.*|)$", _latest),
        (rf"^/releases/{VERSION}/?$", _files),
    ]
