"""Days as the data writes them, and as people do."""

from __future__ import annotations

import re
from datetime import date

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
    re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"),
)


def calendar_day(text: str) -> date | None:
    """The day that the text means in ISO form; None where the calendar has no such day."""
    try:
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def read_day(text: str) -> str | None:
    """The day in ISO form, from the ways in which people write one; None where it is not
    understood. Days with slashes are not, since people read them in two ways."""
    for pattern in WRITTEN:
        if found := pattern.fullmatch(text.strip()):
            month = found["month"]
            try:
                number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
                return date(int(found["year"]), number, int(found["day"])).isoformat()
            except ValueError:
                return None
    return None
