"""`/as-of/<day>`: how things were on any day, by the series that follows the world."""

from __future__ import annotations

import json
from dataclasses import replace

from ...core.sql import identifier as quoted
from ...descriptor.model import Resource
from ..page_request import File, PageRequest, PageResponse, Problem
from ..series import followed, is_day, on_day
from .revision import shown


def answer(request: PageRequest) -> PageResponse:
    """The records as they stood on a day: a page, or all of them as a file."""
    series, day = followed(request.package), request.values["day"]
    if not series:
        raise Problem(
            404, "no_such_page", request.site.suggestions(request.language), path=request.path
        )
    if not is_day(day):
        raise Problem(400, "no_day", value=day)
    resource = on_day(request, series, day)
    match request.values.get("format"):
        case "csv":
            text = (request.package.root / resource.path).read_text(encoding="utf-8")
            return File(text, "text/csv; charset=utf-8; header=present")
        case "json":
            return File(_json(request, resource, day), "application/json; charset=utf-8")
    page = shown(request, series, str(resource.revision))
    return replace(page, values={**page.values, "as_of": day})


def _json(request: PageRequest, resource: Resource, day: str) -> str:
    """The records with all of their columns."""
    columns, series = resource.schema.columns, str(resource.series)
    chosen, key = (
        ", ".join(map(quoted, names)) for names in (columns, resource.schema.primary_key)
    )
    rows = request.connection.execute(
        f"SELECT {chosen} FROM {quoted(series)} WHERE revision = ? ORDER BY {key}",
        [resource.revision],
    )
    told = {
        "day": day,
        "series": series,
        "revision": resource.revision,
        "records": [dict(zip(columns, row, strict=True)) for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
