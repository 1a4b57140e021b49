"""Feeds and calendars for a package whose records have a key of two columns."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import feedparser
import httpx
import icalendar
import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.calendar import due
from revisioned.site.calendar.due import Due
from revisioned.site.feed.entry import one_line
from tests import breaking
from tests.conftest import copy_wells


def get(site: Datasette, path: str) -> httpx.Response:
    response: httpx.Response = asyncio.run(site.client.get(path))
    return response


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """A site whose status declares a due day: it has happened once granted, and is cancelled once
    sealed."""
    root = copy_wells(tmp_path_factory.mktemp("dated") / "package")
    due = '"due": {"happened": "granted_on", "cancelled": "sealed_on"}'
    old = '"source": "applied_source_id"'
    breaking.text("data/schemas/status.json", old, f"{old}, {due}")(root)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


@pytest.mark.parametrize(("prefix", "name"), [("", "Old Mill Well"), ("/zh", "舊磨坊水井")])
def test_a_record_of_two_columns_has_a_feed(wells_site: Datasette, prefix: str, name: str) -> None:
    feed = feedparser.parse(get(wells_site, f"{prefix}/well/east/1/feed.atom").text)

    assert not feed.bozo
    assert feed.feed.title.startswith(name)
    assert feed.entries
    assert all(entry.id.endswith("/region/east/number/1") for entry in feed.entries)
    assert all(
        "east" in entry.content[0].value or name in entry.content[0].value for entry in feed.entries
    )


def test_a_record_of_two_columns_has_a_calendar(dated: Datasette) -> None:
    everything: Any = icalendar.Calendar.from_ical(get(dated, "/calendar.ics").content)
    own: Any = icalendar.Calendar.from_ical(get(dated, "/well/east/1/calendar.ics").content)

    known = {event["UID"]: event for event in everything.walk("VEVENT")}
    assert not any(event.errors for event in everything.walk("VEVENT"))
    (event,) = own.walk("VEVENT")
    assert len(known) > 1
    assert known[event["UID"]].to_ical() == event.to_ical()
    assert "Old Mill Well" in event["SUMMARY"]
    assert event["URL"] == "http://localhost/well/east/1"


def test_a_day_that_no_calendar_has_is_left_out_and_the_last_of_all_is_not(
    dated: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("2026-01-01", "2026-02-31", "9999-12-31", "soon", "2026-05")
    states = {
        (series, key, column): Due(series, key, column, day, "", "", "")
        for day in days
        for series, key, column in [("status", ("east", day), "applied_on")]
    }
    monkeypatch.setattr(due, "_states", lambda _: [("2026-02-02", states)])
    # A request with a cookie bypasses the response cache.
    fresh = asyncio.run(dated.client.get("/calendar.ics", headers={"Cookie": "test=1"}))
    read: Any = icalendar.Calendar.from_ical(fresh.content)

    assert [str(event["DTSTART"].dt) for event in read.walk("VEVENT")] == [days[0], days[2]]


def test_words_do_not_run_together_in_one_line() -> None:
    assert one_line("after 22\u00a0July\u202f2025") == "after 22 July 2025"
    assert one_line("organizations\u3000and\r\n\tlines") == "organizations and lines"
    assert one_line(" (\x00\x1f\ufffe\ud800a\u200d) ") == " ( a\u200d) "


def test_a_feed_has_the_spaces_of_its_words(wells_copy: Path) -> None:
    words = wells_copy / "data/pages/words.yml"
    shell = 'shell:\n  colon: {en: "\\u00a0: "}\n'
    words.write_text(words.read_text(encoding="utf-8") + shell, encoding="utf-8")
    feed = get(app.application(load(wells_copy)), "/feed.atom").text

    assert "Granted on : 2020-03-02" in feed


def test_unknown_record_has_no_feed_and_no_calendar(dated: Datasette) -> None:
    for path in ("/well/east/9/feed.atom", "/well/east/9/calendar.ics"):
        assert get(dated, path).status_code == 404


def test_a_list_that_announces_no_day_has_no_calendar(wells_site: Datasette) -> None:
    assert get(wells_site, "/calendar.ics").status_code == 404


def test_changes_have_the_key_as_an_object(wells_site: Datasette) -> None:
    told = get(wells_site, "/changes.json?since=2020-01-01").json()

    assert told["events"]
    for event in told["events"]:
        assert {*event["key"]} == {"region", "number"}
        assert event["happened_on"] >= "2020-01-01"
        assert event["said_in"] is None
    lines = get(wells_site, "/changes.csv").text.splitlines()
    assert lines[0].startswith("said_in,happened_on,table,revision,path,key,op")


def test_the_state_on_a_day_is_that_of_the_derived_series(wells_site: Datasette) -> None:
    told = get(wells_site, "/as-of/2020-05-05.json").json()

    assert told["series"] == "status"
    assert told["revision"] <= "2020-05-05"


@pytest.mark.parametrize(("prefix", "told"), [("", "Reported by"), ("/zh", "報告者")])
def test_reporter_of_an_error_is_named_only_with_its_correction(
    here: Datasette, prefix: str, told: str
) -> None:
    entries = feedparser.parse(get(here, f"{prefix}/feed.atom").text).entries
    named = [entry.link for entry in entries if "A. Reader" in entry.content[0].value]

    assert [link.rstrip("/").rpartition("/")[2] for link in named] == ["1.0.1"]
    assert all(told in entry.content[0].value for entry in entries if entry.link in named)
