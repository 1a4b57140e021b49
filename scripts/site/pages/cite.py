"""`/cite`, `/cite/<version>`: how to cite a release or a part of it, what happened to it, and
whether a cited query still gives the same answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from ...cite import formats, released
from ...cite.formats import schema_org
from ...core.errors import UsageError
from ...descriptor.pages import with_commas
from ...release import manifest, serve_store, store
from ..differences.changes_since import between
from ..limits import citing
from ..limits.pool import RefusedError
from ..locale.cells import Cell
from ..page_request import FORMER_RECORD, File, Page, PageRequest, PageResponse, Problem
from ..site import Site
from .releases import archive, links, require


def answer(request: PageRequest) -> PageResponse:
    """How to cite a release, by default the newest, or the package as it is before the first: a
    page, or a file in one format. Raises Problem where the release has no such part."""
    root, known = request.package.root, formats.known()
    stated = "version" in request.values
    version = require(request, request.values["version"]) if stated else serve_store.latest(root)
    revision = request.arguments.get("revision", "")
    record = request.arguments.get("record", "") or request.arguments.get(FORMER_RECORD, "")
    try:
        citation = released.citation(root, version, revision, record, request.language.name)
        if form := known.get(request.arguments.get("format", "")):
            kind = "application/json" if form.is_json else "text/plain"
            return File(form.render(citation), f"{kind}; charset=utf-8")
    except UsageError as error:
        raise Problem(404, "not_cited", links(request), reason=error) from None

    named = {name: key for name, key in (("revision", revision), ("record", record)) if key}
    about = released.manifest(root, version) if version else None
    values: dict[str, Any] = {
        "version": version,
        "citation": citation,
        "manifest": about,
        "texts": {it.label: it.render(citation) for it in known.values() if it.for_people},
        "formats": [
            (form.label, urlencode({"format": name, **named}))
            for name, form in known.items()
            if version or not form.needs_release
        ],
        "record": _page_of(request, record, revision),
        "schema_org": schema_org.render(citation).replace("<", "\\u003c"),
    }
    if version:
        values |= _state(request, version)
        values["of_release"] = about if stated else None
        values["query"] = _query(request, version)
    return Page("page/cite.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """The newest release, or the package before the first, and each release."""
    yield "/cite"
    yield from (f"/cite/{version}" for version in serve_store.served(site.package.root))


def _page_of(request: PageRequest, record: str, revision: str) -> Cell | None:
    """The page of this site about what is cited, if it has one."""
    if record:
        keys = [item.schema.primary_key for item in request.package.resources if item.series]
        page = next(filter(None, map(request.site.page_of_key, keys)), None)
        named = request.names(*page.parameters) if page else {}
        return next((named[key] for key in named if with_commas(key) == record), None)
    return Cell(revision, href=f"{request.prefix}/revisions/{revision}") if revision else None


def _state(request: PageRequest, version: str) -> dict[str, Any]:
    """What happened to a release: whether it is yanked, what followed, what changed since."""
    root = request.package.root
    latest, served = serve_store.latest(root), serve_store.served(root)
    newer = latest if latest and served.index(latest) > served.index(version) else None
    return {
        "yanked": store.yanked(root, version),
        "newer": newer,
        "since": between(request, version, newer) if newer else None,
        "zip_sha256": manifest.digest(archive(root, version).read_bytes()),
        "database": serve_store.database_name(version),
        "served": list(reversed(served)),
    }


def _query(request: PageRequest, version: str) -> dict[str, Any] | None:
    """The query in the address, run again: its rows and hash, and whether the hash is as stated."""
    sql, stated = request.arguments.get("sql"), request.arguments.get("sha256")
    if not sql:
        return None
    try:
        found = citing.worker.run(serve_store.folder(request.package.root, version), sql)
    except RefusedError as error:
        return {"sql": sql, "refused": str(error)}
    return {"sql": sql, "stated": stated, **found._asdict()}
