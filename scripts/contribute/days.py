"""A day, however people write it."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
    re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"),
)


def day(text: str) -> str | None:
    """The day as ISO; None where it is not understood. Days with slashes are not, since they are
    read in two ways."""
    for pattern in WRITTEN:
        if found := pattern.fullmatch(text.strip()):
            month = found["month"]
            try:
                number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
                return date(int(found["year"]), number, int(found["day"])).isoformat()
            except ValueError:
                return None
    return None
