"""`/releases`: all releases, the newest first."""

from __future__ import annotations

from pathlib import Path

from ...cite import released
from ...release import serve_store, store
from ..differences.changes_since import in_short
from ..locale.cells import Cell
from ..page_request import Page, PageRequest, PageResponse, Problem


def answer(request: PageRequest) -> PageResponse:
    """The page."""
    root = request.package.root
    latest = serve_store.latest(root)
    rows = [
        {
            "manifest": released.manifest(root, version),
            "yanked": store.yanked(root, version),
            "latest": version == latest,
            "size": archive(root, version).stat().st_size,
            "summary": in_short(request, before(root, version), version),
        }
        for version in reversed(serve_store.served(root))
    ]
    return Page("page/releases.html", {"releases": rows})


def archive(root: Path, version: str) -> Path:
    """The file that holds all of a release."""
    return serve_store.folder(root, version) / released.manifest(root, version).archive


def before(root: Path, version: str) -> str:
    """The release before it; empty where none is served."""
    previous = released.manifest(root, version).previous
    return previous.version if previous and previous.version in serve_store.served(root) else ""


def require(request: PageRequest, version: str) -> str:
    """The version, if it is served. Raises Problem where it is not."""
    if version not in serve_store.served(request.package.root):
        raise Problem(404, "no_such_release", links(request), value=version)
    return version


def links(request: PageRequest) -> list[Cell]:
    """The releases, each leading to how it is cited."""
    return [
        Cell(version, href=f"{request.prefix}/cite/{version}")
        for version in reversed(serve_store.served(request.package.root))
    ]
