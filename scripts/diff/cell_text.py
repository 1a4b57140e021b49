"""The typed values of workbooks and Parquet as the text of cells."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal


def text(value: object) -> str:
    """The value as text: None is an empty cell, days are ISO, a moment at midnight without offset
    is a day, numbers are the shortest decimal, booleans are `true` and `false`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return _decimal(value)
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _decimal(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        return str(value)
    plain = format(exact, "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"
