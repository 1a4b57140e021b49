"""`/as-of/<day>`: how things were on any day, by the series that follows the world."""

from __future__ import annotations

import json
from dataclasses import replace

from ...core.sql import identifier, records
from ...descriptor.dates import calendar_day
from ...descriptor.model import Resource
from ..http.files import TYPES
from ..page_request import File, PageRequest, PageResponse, Problem
from ..series import daily_series, on_day
from .revision import shown


def answer(request: PageRequest) -> PageResponse:
    """The records as they were on a day: a page, or all of them as a file."""
    series, day = daily_series(request.package), request.values["day"]
    if not series:
        raise request.no_such_page
    if not calendar_day(day):
        raise Problem(400, "no_day", value=day)
    resource = on_day(request, series, day)
    match request.values.get("format"):
        case "csv":
            text = (request.package.root / resource.path).read_text(encoding="utf-8")
            return File(text, TYPES[".csv"])
        case "json":
            return File(_json(request, resource, day), "application/json; charset=utf-8")
    page = shown(request, series, str(resource.revision))
    return replace(page, values={**page.values, "as_of": day})


def _json(request: PageRequest, resource: Resource, day: str) -> str:
    """The records with all of their columns."""
    schema, series = resource.schema, str(resource.series)
    chosen, key = (
        ", ".join(map(identifier, names)) for names in (schema.columns, schema.primary_key)
    )
    sql = f"SELECT {chosen} FROM {identifier(series)} WHERE revision = ? ORDER BY {key}"
    document = {
        "day": day,
        "series": series,
        "revision": resource.revision,
        "records": records(request.connection.execute(sql, [resource.revision])),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
