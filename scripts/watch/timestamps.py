"""Moments in a text, written in UTC: the same moment in another time zone is not another text.

A day alone, or a time without a zone, stays as it is written: nobody knows which moment that was.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "HKT": 8, "SGT": 8, "JST": 9,
    "香港時間": 8, "台北時間": 8, "北京時間": 8, "北京时间": 8,
    "格林威治時間": 0, "世界協調時間": 0,
}  # fmt: skip
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
MONTH = rf"(?P<month{{0}}>(?:{MONTHS})[a-z]*)\.?"
DAY = (
    r"(?:(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)"
    rf"|{MONTH.format(2)}\s+(?P<d2>\d\d?),?\s+(?P<y2>\d{{4}})"
    rf"|(?P<d3>\d\d?)\s+{MONTH.format(3)},?\s+(?P<y3>\d{{4}})"
    r"|(?P<y4>\d{4})年(?P<m4>\d\d?)月(?P<d4>\d\d?)日)"
)
TIME = (
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?m\.?)?"
)
ZONE = rf"[(（]?(?P<zone>[+-]\d\d:?\d\d|{'|'.join(sorted(HOURS, key=len, reverse=True))})\b[)）]?"
MOMENT = re.compile(rf"\b{DAY}(?:T|,?\s*(?:at\s+)?){TIME}\s*{ZONE}", re.IGNORECASE)


def in_utc(text: str) -> str:
    """The text with each moment that names its zone as 2026-01-08T00:49:00Z."""
    return MOMENT.sub(_moment, text)


def _moment(found: re.Match[str]) -> str:
    try:
        year, month, day = next(parts for kind in "1234" if all(parts := _day(found, kind)))
        hour = int(found["hour"])
        if half := found["half"]:
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        local = datetime(
            year, month, day, hour, int(found["minute"]), int(found["second"] or 0),
            tzinfo=timezone(_offset(found["zone"])),
        )  # fmt: skip
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return found[0]


def _day(found: re.Match[str], kind: str) -> tuple[int, int, int]:
    """Year, month and day of a date in this form; zeros where it has another form."""
    if not found[f"y{kind}"]:
        return 0, 0, 0
    if kind in "23":
        name = found[f"month{kind}"].lower()
        month = 1 + MONTHS.split("|").index(name[:3])
    else:
        month = int(found[f"m{kind}"])
    return int(found[f"y{kind}"]), month, int(found[f"d{kind}"])


def _offset(zone: str) -> timedelta:
    if zone[0] in "+-":
        size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return size if zone[0] == "+" else -size
    return timedelta(hours=HOURS[zone.upper()])
