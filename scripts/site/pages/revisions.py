"""`/revisions`: every revision of every series, or of the one that is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..page_request import Page, PageRequest, PageResponse
from ..series import history, members
from ..site import Site


def answer(request: PageRequest) -> PageResponse:
    """The page."""
    names = [item.name for item in request.package.series]
    if wanted := request.values.get("series", ""):
        members(request, wanted)
        names = [wanted]
    values = {
        "listed": [history(request, name) for name in names],
        "database": request.package.database,
    }
    return Page("page/revisions.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """The page, where there is a series."""
    if site.package.series:
        yield "/revisions"
