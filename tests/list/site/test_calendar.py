"""The calendar as calendar programs read it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core.errors import InputError
from revisioned.descriptor.load import load
from revisioned.site.calendar import due, ics
from revisioned.site.calendar.due import Due
from revisioned.site.feed.entry import one_line
from tests import breaking

# A request with a cookie bypasses the response cache: tests change the data.
NOT_KEPT = {"Cookie": "test=1"}

ADDRESSES = ["/calendar.ics", "/zh/calendar.ics", "/organizations/unesco/calendar.ics"]
DUE = Due("register", ("a",), "due_on", "2026-12-31", "s", "", "")


def events(site: Datasette, path: str) -> list[icalendar.Event]:
    response = asyncio.run(site.client.get(path, headers=NOT_KEPT))
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar: Any = icalendar.Calendar.from_ical(response.content)
    assert not calendar.errors
    found: list[icalendar.Event] = calendar.walk("VEVENT")
    assert not any(event.errors for event in found)
    return found


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_day_is_all_day_and_its_words_claim_no_more(site: Datasette, path: str) -> None:
    event = next(item for item in events(site, path) if item["DTSTART"].dt == date(2026, 12, 31))

    assert "DTEND" not in event
    assert not hasattr(event["DTSTART"].dt, "hour")
    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"].startswith("預定生效" if "/zh/" in path else "Announced date of effect")
    assert "www.wam.ae" in event["DESCRIPTION"]
    assert event["URL"].endswith("/organizations/unesco")


def test_a_day_that_has_happened_says_so(site: Datasette) -> None:
    event = next(item for item in events(site, "/organizations/who/calendar.ics"))

    assert event["STATUS"] == "CONFIRMED"
    assert "Reported in effect: 22 January 2026" in event["DESCRIPTION"]


def test_the_calendar_of_one_organization_has_its_days_under_the_same_names(
    site: Datasette,
) -> None:
    everything = {event["UID"]: event for event in events(site, "/calendar.ics")}
    (own,) = events(site, "/organizations/unesco/calendar.ics")

    assert everything[own["UID"]].to_ical() == own.to_ical()
    assert events(site, "/organizations/unfccc/calendar.ics") == []
    assert asyncio.run(site.client.get("/organizations/x/calendar.ics")).status_code == 404


def test_lines_are_folded_within_75_bytes_and_no_character(site: Datasette) -> None:
    for path in ADDRESSES:
        body = asyncio.run(site.client.get(path, headers=NOT_KEPT)).content
        lines = body.split(b"\r\n")
        assert lines[-1] == b""
        assert all(len(line) <= 75 and line.decode() is not None for line in lines)


@given(st.text(max_size=300))
def test_folded_text_is_read_back(text: str) -> None:
    escaped = f"SUMMARY:{ics._text(text)}"
    body = "".join(f"{line}\r\n" for line in ics._folded(escaped))

    event: Any = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{body}END:VEVENT\r\n")

    assert str(event["SUMMARY"]) == "\n".join(map(one_line, text.splitlines()))


def told(monkeypatch: pytest.MonkeyPatch, *states: Due | None) -> Due:
    """What is known about a day after these releases, one release a day; None is a release without
    it."""

    def given_states(_package: Any) -> Any:
        first = date(2026, 1, 1)
        for number, state in enumerate(states):
            said: Mapping[Any, Due] = {} if state is None else {state.name: state}
            yield str(first + timedelta(days=number)), said

    monkeypatch.setattr(due, "_states", given_states)
    (found,) = due.announced(None)  # type: ignore[arg-type]
    return found


def test_a_day_said_again_is_the_same_event(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, DUE, DUE, DUE)

    assert (found.sequence, found.changed_on, found.is_cancelled) == (0, "2026-01-01", False)


def test_a_day_that_moves_is_a_newer_version_of_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, DUE, replace(DUE, day="2027-06-30"), replace(DUE, day="2027-06-30"))

    assert (found.day, found.sequence, found.changed_on) == ("2027-06-30", 1, "2026-01-02")


def test_a_day_that_is_withdrawn_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, DUE, replace(DUE, cancelled="2026-05-01"))

    assert (found.day, found.sequence, found.is_cancelled) == (DUE.day, 1, True)


def test_a_day_that_a_release_no_longer_has_is_cancelled_and_may_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = told(monkeypatch, DUE, None, None)
    back = told(monkeypatch, DUE, None, DUE)

    assert (gone.sequence, gone.changed_on, gone.is_cancelled) == (1, "2026-01-02", True)
    assert (back.sequence, back.changed_on, back.is_cancelled) == (2, "2026-01-03", False)


def test_a_cancelled_day_stays_in_the_calendar_as_cancelled(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = Due("register", ("who",), "effective_due_on", "2026-01-22", "", "", "2026-02-01")
    monkeypatch.setattr(due, "_states", lambda _: [("2026-02-02", {state.name: state})])

    (event,) = events(site, "/calendar.ics")

    assert event["STATUS"] == "CANCELLED"
    assert "1 February 2026" in event["DESCRIPTION"]


def test_due_names_columns_that_are_there(copy: Path) -> None:
    old, new = '{\n        "happened": "effective_on"', '{\n        "happened": "no_such_column"'
    breaking.text("data/schemas/register.json", old, new)(copy)

    with pytest.raises(InputError, match="no_such_column"):
        load(copy)
