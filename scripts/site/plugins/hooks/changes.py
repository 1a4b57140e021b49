"""`/changes.json` and `.csv`: what changed, since a day or since a release."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from datasette import Request, Response, hookimpl
from datasette.app import Datasette

from ....descriptor.dates import calendar_day
from ....release import serve_store
from ....release.versions.patches import newest
from ... import changes
from ...folder import on_database, site_of
from ...http.files import TYPES


async def _changes(datasette: Datasette, request: Request) -> Response:
    package = site_of(datasette).package
    since, form = request.args.get("since") or "", request.url_vars["format"]
    served = serve_store.served(package.root)
    headers = {}
    if since in served:
        document = await on_database(datasette, lambda _: changes.since_release(package, since))
        # It names the newest release, whatever `since` is: a client that is up to date is told so
        # at once.
        until = newest(package.root).partition(" ")[2]
        headers["ETag"] = f'"{until}"'
    elif not since or calendar_day(since):
        document = await on_database(
            datasette, partial(changes.since_day, package=package, day=since)
        )
    else:
        known = f"there are: {', '.join(served)}" if served else "nothing is released yet"
        error = f"`since` takes a day such as 2026-01-31, or a release; {known}"
        return Response.json({"ok": False, "status": 400, "error": error}, status=400)
    if form == "csv":
        kind, body = TYPES[".csv"], changes.as_csv(document)
    else:
        kind = "application/json; charset=utf-8"
        body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type=kind, headers=headers)


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """The changes in both formats."""
    return [(r"^/changes\.(?P<format>json|csv)$", _changes)]
