"""Events on a line of months: the place of each between the first year and the end of the last
month, as a share of the width, so that the picture fits any width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .locale.cells import Cell

# A line over more years than this has no months, and names about this many years.
MAX_YEARS = 25
# Marks closer than this are drawn next to each other, so that each can be seen.
CLOSE_PERCENT = 5.0


@dataclass(frozen=True)
class Event:
    """One event: its day, the name of its mark, and whether it is named for a day that the search
    did not reach."""

    day: str
    mark: str
    due: bool = False


@dataclass(frozen=True)
class Placed:
    """An event with its place, in percent, and how many marks stand close before it."""

    event: Event
    at: float
    after: int


@dataclass(frozen=True)
class Row:
    """The events of one record, from the first to the end of the search, in percent."""

    who: Cell
    events: tuple[Placed, ...]
    since: float
    until: float


@dataclass(frozen=True)
class Strip:
    """The whole picture: months and years with their places, the end of the search and the day of
    the release, if any, with theirs, and the rows."""

    years: tuple[tuple[float, int], ...]
    months: tuple[tuple[float, int], ...]
    ends: float
    ends_on: str
    released: float | None
    released_on: str
    rows: tuple[Row, ...]


def strip(
    rows: Iterable[tuple[Cell, Sequence[Event]]], search_ends: str, released_on: str | None
) -> Strip:
    """The picture of the rows, in their order; days are ISO."""
    rows = [(who, sorted(events, key=lambda event: event.day)) for who, events in rows]
    days = [event.day for _, events in rows for event in events] + [search_ends]
    days += [released_on] if released_on else []
    first = date(int(min(days)[:4]), 1, 1)
    last = _next_month(date.fromisoformat(max(days)))
    width = (last - first).days

    def at(day: str) -> float:
        return round(100 * (date.fromisoformat(day) - first).days / width, 2)

    every = 1 + (last.year - first.year) // MAX_YEARS
    months, month = [], first
    while month < last and every == 1:
        months.append((at(month.isoformat()), month.month))
        month = _next_month(month)
    years = [(at(f"{year:04}-01-01"), year) for year in range(first.year, last.year + 1, every)]
    ends = at(search_ends)
    return Strip(
        tuple(entry for entry in years if entry[0] < 100),
        tuple(months),
        ends,
        search_ends,
        at(released_on) if released_on else None,
        released_on or "",
        tuple(
            Row(who, placed, placed[0].at, max(ends, placed[0].at))
            for who, events in rows
            if (placed := _placed([(event, at(event.day)) for event in events]))
        ),
    )


def _placed(events: Sequence[tuple[Event, float]]) -> tuple[Placed, ...]:
    found: list[Placed] = []
    for event, at in events:
        if found and at - found[-1].at < CLOSE_PERCENT:
            found.append(Placed(event, found[-1].at, found[-1].after + 1))
        else:
            found.append(Placed(event, at, 0))
    return tuple(found)


def _next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
