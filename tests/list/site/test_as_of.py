"""The list on any day, and what changed between any two days."""

from __future__ import annotations

import asyncio
from datetime import date

import httpx
import pytest
from datasette.app import Datasette


def get(site: Datasette, path: str) -> httpx.Response:
    response: httpx.Response = asyncio.run(site.client.get(path))
    return response


@pytest.mark.parametrize(
    ("day", "revision"),
    [
        ("2026-01-07", "2026-01-07"),
        ("2026-01-21", "2026-01-08"),
        ("2025-12-31", "2025-07-22"),
        ("2099-12-31", "2026-02-10"),
    ],
)
def test_a_day_shows_the_newest_revision_up_to_it(site: Datasette, day: str, revision: str) -> None:
    told = get(site, f"/as-of/{day}.json").json()
    page = get(site, f"/as-of/{day}")
    chinese = get(site, f"/zh/as-of/{day}")

    assert (told["day"], told["series"], told["revision"]) == (day, "register", revision)
    assert {row["org_id"] for row in told["records"]}
    assert get(site, f"/as-of/{day}.csv").text == get(site, f"/data/register/{revision}.csv").text
    assert "As of " in page.text
    assert f"register/{revision}" in page.text
    assert f"截至{date.fromisoformat(day).year}年" in chinese.text


def test_a_day_before_the_first_says_when_the_first_is(site: Datasette) -> None:
    for path in ("/as-of/2025-01-19", "/as-of/2025-01-19.json"):
        response = get(site, path)
        assert response.status_code == 404
        assert "2025-01-20" in response.text


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "20260107", "2026-01"])
def test_invalid_day_is_refused(site: Datasette, day: str) -> None:
    assert get(site, f"/as-of/{day}").status_code == 400


@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".md"])
def test_the_difference_of_any_two_days_is_that_of_their_revisions(
    site: Datasette, suffix: str
) -> None:
    days = get(site, f"/diff/register/2026-01-05...2026-02-20{suffix}")
    revisions = get(site, f"/diff/register/2025-07-22...2026-02-10{suffix}")

    assert days.status_code == 200
    assert days.headers["etag"] == revisions.headers["etag"] or suffix == ""


def test_printings_cannot_be_compared_by_day(site: Datasette) -> None:
    assert get(site, "/diff/prints/2026-01-07...2026-01-08").status_code == 404
