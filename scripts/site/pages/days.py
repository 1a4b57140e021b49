"""Days in addresses, and which revision was the newest on one."""

from __future__ import annotations

import re
from datetime import date

from ...descriptor.model import Package
from ..locale.cells import Cell
from .site import Ask, Problem

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_day(text: str) -> bool:
    """Whether the text is a day that the calendar has."""
    try:
        return bool(DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def dated_series(package: Package) -> str:
    """The first series that follows the world from day to day; empty where there is none."""
    return next((item.name for item in package.series if is_dated(package, item.name)), "")


def is_dated(package: Package, series: str) -> bool:
    """Whether the series follows the world, and the name of each revision begins with its day."""
    return any(item.name == series and item.kind == "update" for item in package.series) and all(
        is_day(str(item.revision)[:10]) for item in package.revisions(series)
    )


def on_day(ask: Ask, series: str, name: str) -> str:
    """The revision of that name; in a series that follows the world, for a day without one the
    newest before it. A Problem for a day before the first; any other name as it is."""
    names = [str(item.revision) for item in ask.package.revisions(series)]
    if name in names or not names or not is_day(name) or not is_dated(ask.package, series):
        return name
    earlier = [revision for revision in names if revision[:10] <= name]
    if not earlier:
        first = Cell(names[0], href=ask.reader.href(f"/revisions/{series}/{names[0]}"))
        raise Problem(404, "before_the_first", [first], day=name, first=names[0])
    return earlier[-1]
