"""`/revisions`: every revision of every series, or of the one that is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..ask import Answer, Ask, Page
from ..series import history, members
from ..site import Site


def answer(ask: Ask) -> Answer:
    """The page."""
    names = [item.name for item in ask.package.series]
    if wanted := ask.values.get("series", ""):
        members(ask, wanted)
        names = [wanted]
    values = {"listed": [history(ask, name) for name in names], "database": ask.package.database}
    return Page("pages/revisions.html", values)


def mapped(site: Site, _connection: sqlite3.Connection) -> Iterator[str]:
    """The page, where there is a series."""
    if site.package.series:
        yield "/revisions"
