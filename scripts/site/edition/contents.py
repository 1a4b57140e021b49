"""`/edition.json`: what programs in the tab need to find everything else, relative to the root."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...build import database as build
from ...release import archive, serve_store, store
from ..site import Site

if TYPE_CHECKING:
    from datasette.app import Datasette

FILE = "edition.json"


async def contents(datasette: Datasette, here: Site, pages: Sequence[str]) -> bytes:
    """The file; `pages` are the pages in the map of the site."""
    package = here.package
    root = package.root
    released = serve_store.served(root)
    told = {
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
        "questions": await _questions(datasette, here),
        "pages": pages,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _signature(root: Path, version: str) -> dict[str, str]:
    is_signed = (serve_store.folder(root, version) / store.SIGNATURE).is_file()
    return {"signature": f"releases/{version}/{store.SIGNATURE}"} if is_signed else {}


def _database(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "database": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }


async def _questions(datasette: Datasette, here: Site) -> list[dict[str, Any]]:
    from datasette.utils import derive_named_parameters

    found = await datasette.get_canned_queries(here.package.database, None)
    database = datasette.get_database(here.package.database)
    told = []
    for name, query in found.items():
        statement = str(query["sql"]).strip()
        titles = {
            tag: str(
                (None if language.is_first else query.get(f"title_{language.name}"))
                or query.get("title")
                or name
            )
            for language, tag in zip(here.languages, here.package.languages, strict=True)
        }
        asked = query.get("params") or await derive_named_parameters(database, statement)
        told.append({"name": name, "title": titles, "sql": statement, "parameters": list(asked)})
    return told
