"""`/releases/<version>/`: the files of one release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ...cite import released
from ...release import serve_store, store
from ..differences.changes_since import in_short
from ..page_request import Page, PageRequest, PageResponse
from ..site import Site
from .releases import archive, before, require


@dataclass(frozen=True)
class ReleaseFile:
    """A file of a release, and how many records it has if it is a table."""

    path: str
    bytes: int
    rows: int | None


def answer(request: PageRequest) -> PageResponse:
    """The page. Raises Problem where there is no such release."""
    root, version = request.package.root, require(request, request.values["version"])
    manifest, folder = released.manifest(root, version), serve_store.folder(root, version)
    rows = {item.path: item.rows for item in manifest.files}
    sizes = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }
    databases = serve_store.database(root, version).parent
    previous = before(root, version)
    values = {
        "manifest": manifest,
        "of_release": manifest,
        "about": request.about("description"),
        "files": [ReleaseFile(path, size, rows.get(path)) for path, size in sorted(sizes.items())],
        "copies": [
            ReleaseFile(f"{databases.name}/{path.name}", path.stat().st_size, None)
            for path in sorted(databases.iterdir())
        ],
        "yanked": store.yanked(root, version),
        "size": archive(root, version).stat().st_size,
        "quoted": released.quoted(root, version, "", request.language.name),
        "before": previous,
        "summary": in_short(request, previous, version),
    }
    return Page("page/release.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """Every release that is served."""
    yield from (f"/releases/{version}/" for version in serve_store.served(site.package.root))


def is_data(path: str) -> bool:
    """Whether a file of a release is data, and not what checks or describes it."""
    return path.startswith("data/") and path.endswith(".csv")
