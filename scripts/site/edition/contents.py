"""`/edition.json`: what scripts in the browser need to find everything else, relative to the
root."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...build import database as build
from ...release import archive, serve_store, store
from ...release.manifest import digest
from ..site import Site

FILE = "edition.json"


def contents(here: Site, pages: Sequence[str]) -> bytes:
    """The file; `pages` are the pages in the map of the site."""
    package = here.package
    root = package.root
    released = serve_store.served(root)
    document = {
        "name": str(package.descriptor["name"]),
        "title": package.title,
        "version": serve_store.latest(root) or str(package.descriptor.get("version", "")),
        "languages": list(package.languages),
        "newest": _database(build.path(package)),
        "releases": [
            {
                "version": version,
                **_database(serve_store.database(root, version)),
                "manifest": f"releases/{version}/{archive.MANIFEST}",
                **_signature(root, version),
            }
            for version in released
        ],
        "pages": pages,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _signature(root: Path, version: str) -> dict[str, str]:
    is_signed = (serve_store.folder(root, version) / store.SIGNATURE).is_file()
    return {"signature": f"releases/{version}/{store.SIGNATURE}"} if is_signed else {}


def _database(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"database": path.name, "sha256": digest(data), "bytes": len(data)}
