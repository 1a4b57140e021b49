"""How things stood on any day, by the series that follows the world."""

from __future__ import annotations

import json
from dataclasses import replace

from ...core.sql import identifier as quoted
from .days import dated_series, is_day, on_day
from .site import Answer, Ask, File, Page, Problem
from .views import one_revision


def as_of(ask: Ask) -> Answer:
    """The records as they stood on a day: a page, or all of them as a file."""
    series, day = dated_series(ask.package), ask.values["day"]
    if not series:
        raise Problem(404, "no_such_page", ask.site.existing(ask.language), path=ask.path)
    if not is_day(day):
        raise Problem(400, "no_day", value=day)
    name = on_day(ask, series, day)
    resource = next(item for item in ask.package.revisions(series) if item.revision == name)
    match ask.values.get("format"):
        case "csv":
            text = (ask.package.root / resource.path).read_text(encoding="utf-8")
            return File(text, "text/csv; charset=utf-8; header=present")
        case "json":
            columns = resource.schema.columns
            chosen, key = (
                ", ".join(map(quoted, names)) for names in (columns, resource.schema.primary_key)
            )
            rows = ask.connection.execute(
                f"SELECT {chosen} FROM {quoted(series)} WHERE revision = ? ORDER BY {key}", [name]
            )
            told = {
                "day": day,
                "series": series,
                "revision": name,
                "records": [dict(zip(columns, row, strict=True)) for row in rows],
            }
            body = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            return File(body, "application/json; charset=utf-8")
    page = one_revision(replace(ask, values={"series": series, "revision": name}))
    if isinstance(page, Page):
        return replace(page, values={**page.values, "as_of": day})
    return page
