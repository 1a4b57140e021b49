"""Days in words: 2026-01-07 is 7 January 2026, in a table 7 Jan 2026, in Chinese 2026年1月7日."""

from __future__ import annotations

import re

from .language import Language

DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
# A day within a text, but not within a name.
WITHIN = re.compile(
    r"(?<![A-Za-z0-9_/.-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
)


def is_day(text: str) -> bool:
    """Whether the text is a day, a month or a year as the data writes it."""
    return DAY.fullmatch(text) is not None


def in_words(day: str, language: Language, brief: bool = False) -> str:
    """The day, month or year in words; `brief` with a short month, for a table."""
    say = language.say
    year, month, number = [*day.split("-"), "", ""][:3]
    if not month:
        return year if brief else say("year_alone", year=year)
    months = say("months_brief" if brief else "months").split()
    named = {"year": year, "month": months[int(month) - 1], "day": number.lstrip("0")}
    return say("day_of_year" if number else "month_of_year", **named)


def spelled(text: str, language: Language) -> str:
    """The text with each day in it in words."""
    return WITHIN.sub(lambda found: in_words(found[0], language), text)
