"""What a search shows: the records by how they were found, or the page of the one that is meant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...core.sql import columns
from ...descriptor.pages import BETWEEN, Section
from .. import search
from ..page_request import PageRequest, Redirect


def answer(request: PageRequest, section: Section) -> Redirect | dict[str, Any]:
    """The records by how they were found, in the words of the section's SQL; or another address,
    that of the one record that is meant, or of the whole list where nothing is asked."""
    asked = request.arguments.get("q", "").strip()
    if not asked:
        return Redirect(request.reader.href(section.leads_to or "/") or request.prefix + "/")
    known = search.names(request.connection, request.package, section.of)
    found = search.find(known, asked)
    page = request.site.page_of_key(request.package.relation(section.of).primary_key)
    if found.only and page:
        return Redirect(request.reader.href(page.of_key(found.only)))
    rows = records(request, section, (*found.exact, *found.within, *found.near))

    def shown(keys: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {**rows[key], "by": request.reader.text(found.by[key]) if key in found.by else None}
            for key in keys
            if key in rows
        ]

    return {
        "q": asked,
        "hits": shown((*found.exact, *found.within)),
        "near": shown(found.near),
        "count": len(known.shown),
    }


def records(
    request: PageRequest, section: Section, keys: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """By their keys, what the SQL of the section says of the records; it has commas between the
    parts of a key."""
    said = {key: key.replace(BETWEEN, ",") for key in keys}
    cursor = request.connection.execute(section.sql, {"keys": json.dumps([*said.values()])})
    raw = cursor.fetchall()
    table = request.reader.table(columns(cursor), raw, section.of)
    rows = {str(row[0]): record for row, record in zip(raw, table.records(), strict=True)}
    return {key: rows[text] for key, text in said.items() if text in rows}
