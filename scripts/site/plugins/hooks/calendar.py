"""`/calendar.ics`, and the calendar of each record that has a page, in each language."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from ... import subscriptions
from ...calendar.due import Due, announced, calendars
from ...calendar.ics import calendar
from ...feed.entry import Subscription
from ...folder import site_of


def _calendar(_connection: sqlite3.Connection, subscription: Subscription) -> str:
    """The days that concern what the calendar is about."""
    package = subscription.reader.package

    def concerns(due: Due) -> bool:
        columns = package.relation(due.series).schema.primary_key
        return subscription.about.concerns(dict(zip(columns, due.key, strict=True)))

    return calendar([due for due in announced(package) if concerns(due)], subscription)


@hookimpl(tryfirst=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Registered before the pages; no route where no day is announced."""
    if not calendars(site_of(datasette).package):
        return []
    return subscriptions.routes(datasette, "calendar.ics", "text/calendar", _calendar)
