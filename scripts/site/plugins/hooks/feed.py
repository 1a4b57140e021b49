"""`/feed.atom`, and the feed of each record that has a page, in each language."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette import NotFound, Request, hookimpl
from datasette.app import Datasette
from jinja2 import Environment

from ... import changes, subscriptions
from ...base import path_of
from ...calendar.due import calendars
from ...feed import release_entries, revision_entries
from ...feed.atom import atom
from ...feed.entry import Subscription, newest_first
from ...folder import site_of
from ...locale.language import Language
from ...record_names import pages_of_records


def _feed(connection: sqlite3.Connection, subscription: Subscription) -> str:
    reader, names, about = subscription.reader, subscription.names, subscription.about
    if changes.table(reader.package) is None:
        raise NotFound("This package has no table of changes")
    rows = changes.rows(connection, reader.package)
    happened = revision_entries.entries(rows, reader, names, about)
    said = release_entries.entries(reader, names, about)
    return atom(newest_first([*happened, *said]), subscription)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`subscriptions(request, language)` for every page: what can be subscribed to of the record
    that it is about, or of everything, as pairs of a kind and an address."""

    def offered(request: Request | None, language: Language) -> list[tuple[str, str]]:
        here = site_of(datasette)
        path = path_of(request) if request else "/"
        path = path.removeprefix(language.prefix)
        about = any(re.fullmatch(page.pattern, path) for page in pages_of_records(here))
        place = language.prefix + (path if about else "")
        found = []
        if changes.table(here.package):
            found.append(("feed", f"{place}/feed.atom"))
        if calendars(here.package):
            found.append(("calendar", f"{place}/calendar.ics"))
        return found

    env.globals["subscriptions"] = offered


@hookimpl(tryfirst=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Registered before the pages, which answer everything under the prefix of a language."""
    return subscriptions.routes(datasette, "feed.atom", "application/atom+xml", _feed)
