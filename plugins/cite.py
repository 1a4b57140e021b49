"""How to cite a release, what changed since, and results of queries that can be run again."""

from __future__ import annotations

import asyncio
import importlib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette

from scripts.cite import FORMATS
from scripts.cite.model import Citation, Language, gather
from scripts.cite.since import since
from scripts.errors import UsageError
from scripts.package import Package, load
from scripts.queries import rerun
from scripts.release import manifest, shelf, store
from scripts.release.manifest import Manifest

JSON = ("csl-json", "datacite", "schema-org")
VERSION = r"(?P<version>\d+\.\d+\.\d+)"
# One connection answers one thread at a time.
_running = Lock()


def _root(datasette: Datasette) -> Path:
    return Path(dict(datasette.static_mounts)["data"]).parent


# Releases never change, so what was read of one is kept.
@cache
def _package(root: Path, version: str) -> Package:
    return load(shelf.folder(root, version))


@cache
def _manifest(root: Path, version: str) -> Manifest:
    return store.manifest(root, version)


@cache
def _since(root: Path, old: str, new: str) -> Any:
    return since(_package(root, old), _package(root, new))


@cache
def _databases(root: Path, version: str) -> tuple[rerun.Database, rerun.Database]:
    folder = shelf.folder(root, version)
    return rerun.databases(lambda path: (folder / path).read_bytes())


async def _cite(datasette: Datasette, request: Request) -> Response:
    """How to cite the newest release, or before the first the package as it is."""
    version = store.latest(_root(datasette))
    return await _page(datasette, request, version)


async def _cite_version(datasette: Datasette, request: Request) -> Response:
    return await _page(datasette, request, _known(datasette, request))


def _known(datasette: Datasette, request: Request) -> str:
    version = str(request.url_vars["version"])
    if version not in shelf.served(_root(datasette)):
        raise NotFound(f"there is no release {version}")
    return version


async def _page(datasette: Datasette, request: Request, version: str | None) -> Response:
    root = _root(datasette)
    lang: Language = "zh" if request.url_vars.get("zh") else "en"
    package = _package(root, version) if version else load(root)
    about = _manifest(root, version) if version else None
    asked = {name: request.args.get(name) or "" for name in ("revision", "organization")}
    try:
        citation = gather(package, about, lang=lang, **asked)
    except UsageError as error:
        raise NotFound(str(error)) from None
    if request.args.get("format") in FORMATS:
        return _file(citation, str(request.args.get("format")))
    context: dict[str, Any] = {
        "lang": lang,
        "version": version,
        "citation": citation,
        "manifest": about,
        "texts": {name: _text(citation, name) for name in ("apa", "chicago")},
        "formats": [name for name in FORMATS if version or name != "datacite"],
        "asked": {name: value for name, value in asked.items() if value},
        "schema_org": _text(citation, "schema-org").replace("<", "\\u003c"),
    }
    if version and about:
        context |= _state(root, version)
        context["query"] = await _query(root, version, request)
    return Response.html(await datasette.render_template("cite.html", context, request))


def _state(root: Path, version: str) -> dict[str, Any]:
    """What became of a release: whether it is yanked, what came after, what changed since."""
    latest = store.latest(root)
    served = shelf.served(root)
    newer = latest if latest and served.index(latest) > served.index(version) else None
    archive = _manifest(root, version).archive
    stated = (shelf.folder(root, version) / archive).read_bytes()
    return {
        "yanked": store.yanked(root, version),
        "newer": newer,
        "since": _since(root, version, newer) if newer else None,
        "zip_sha256": manifest.digest(stated),
        "database": shelf.database_name(version),
        "served": list(reversed(served)),
    }


async def _query(root: Path, version: str, request: Request) -> dict[str, Any] | None:
    """The query in the address, run again: its rows and hash, and whether that is as stated."""
    sql, stated = request.args.get("sql"), request.args.get("sha256")
    if not sql:
        return None

    def run() -> dict[str, Any]:
        with _running:
            try:
                (columns, rows), found = rerun.cited(_databases(root, version), sql)
            except rerun.RefusedError as error:
                return {"sql": sql, "refused": str(error)}
        return {"sql": sql, "columns": columns, "rows": rows, "sha256": found, "stated": stated}

    return await asyncio.get_running_loop().run_in_executor(None, run)


def _text(citation: Citation, name: str) -> str:
    module = importlib.import_module(f"scripts.cite.{name.replace('-', '_')}")
    text: str = module.render(citation)
    return text


def _file(citation: Citation, name: str) -> Response:
    try:
        text = _text(citation, name)
    except UsageError as error:
        raise NotFound(str(error)) from None
    kind = "application/json" if name in JSON else "text/plain"
    return Response(text, content_type=f"{kind}; charset=utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages in both languages."""
    return [
        (r"^(?P<zh>/zh)?/cite/?$", _cite),
        (rf"^(?P<zh>/zh)?/cite/{VERSION}$", _cite_version),
    ]
