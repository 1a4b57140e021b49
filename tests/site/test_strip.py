"""Events on a time line of months, whatever days a list has."""

from __future__ import annotations

from revisioned.site.locale.cells import Cell
from revisioned.site.strip import Event, strip

WHO = Cell("someone")


def test_the_last_day_of_the_calendar_has_a_place() -> None:
    days = [Event("9998-11-30", "announced"), Event("9999-12-31", "due", due=True)]
    drawn = strip([(WHO, days)], "9999-01-01", None)

    assert [placed.at < 101 for placed in drawn.rows[0].events] == [True, True]
    assert drawn.months[-1][1] == 12


def test_centuries_have_some_years_and_no_months() -> None:
    days = [Event("2020-01-01", "announced"), Event("9999-12-31", "due", due=True)]
    drawn = strip([(WHO, days)], "2026-01-01", None)

    assert not drawn.months
    assert 2 <= len(drawn.years) <= 50
