"""The row of one body in the register, derived from invented acts in a copy: from an announcement
to the end of its episode, and what begins the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.core.csv_table import read
from tests.list.derive.invented import act, register, write


def test_rescinded_episode_keeps_its_dates(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "notified", "2025-01-22", due="2026-01-22"),
        act("who", "rescinded", "2025-03-01", measure=""),
    )

    assert register(copy)["2025-03-01"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-01-20",
        "notified_on": "2025-01-22",
        "effective_due_on": "2026-01-22",
        "rescinded_on": "2025-03-01",
    }


def test_announcement_after_a_rescission_begins_an_empty_episode(copy: Path) -> None:
    write(
        copy,
        act("who", "review_ordered", "2025-01-02", measure=""),
        act("who", "announced", "2025-01-20"),
        act("who", "notified", "2025-01-22", due="2026-01-22"),
        act("who", "took_effect", "2025-02-01"),
        act("who", "rescinded", "2025-03-01", measure=""),
        act("who", "announced", "2025-05-01", measure="cease_funding"),
    )

    assert register(copy)["2025-05-01"] == {
        "who": {"measure": "cease_funding", "announced_on": "2025-05-01"}
    }


def test_second_episode_is_independent_up_to_its_rescission(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "rescinded", "2025-03-01", measure=""),
        act("who", "announced", "2025-05-01"),
        act("who", "notified", "2025-05-02"),
        act("who", "rescinded", "2025-06-01", measure=""),
    )

    found = register(copy)
    assert found["2025-05-02"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-05-01",
        "notified_on": "2025-05-02",
    }
    assert found["2025-06-01"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-05-01",
        "notified_on": "2025-05-02",
        "rescinded_on": "2025-06-01",
    }


def test_episodes_of_two_bodies_do_not_mix(copy: Path) -> None:
    write(
        copy,
        act("unesco", "announced", "2025-01-20"),
        act("who", "announced", "2025-01-20"),
        act("who", "rescinded", "2025-03-01", measure=""),
    )

    assert register(copy)["2025-03-01"]["unesco"] == {
        "measure": "withdraw",
        "announced_on": "2025-01-20",
    }


def test_due_date_that_has_passed_is_not_shown_as_effective(copy: Path) -> None:
    write(
        copy,
        act("who", "notified", "2025-01-22", due="2025-03-01"),
        act("unesco", "announced", "2025-07-22"),
    )

    assert register(copy)["2025-07-22"]["who"] == {
        "measure": "withdraw",
        "notified_on": "2025-01-22",
        "effective_due_on": "2025-03-01",
    }


@pytest.mark.parametrize(
    ("due", "more"),
    [
        ("2026-02-13", "; no report that it took effect found up to 13 February 2026"),
        ("2026-02-14", ""),
    ],
)
def test_due_date_is_unreported_once_the_search_reached_it(copy: Path, due: str, more: str) -> None:
    write(copy, act("unesco", "notified", "2025-07-22", due=due))

    (row,) = read(copy / "data/withdrawals.csv").dicts()
    day = f"{due[-2:]} February 2026"
    assert row["status_en"] == (
        f"formal notice given on 22 July 2025; announced date of effect {day}{more}"
    )
    assert row["effective_on"] == ""


def test_announcement_of_another_measure_begins_an_episode(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20", measure="cease_funding"),
        act("who", "took_effect", "2025-02-01", measure="cease_funding"),
        act("who", "announced", "2025-05-01"),
    )

    found = register(copy)
    assert found["2025-02-01"]["who"]["effective_on"] == "2025-02-01"
    assert found["2025-05-01"]["who"] == {"measure": "withdraw", "announced_on": "2025-05-01"}


def test_announcement_of_the_same_measure_begins_no_episode(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "notified", "2025-01-22"),
        act("who", "announced", "2025-05-01"),
    )

    found = register(copy)
    assert found["2025-01-22"]["who"]["announced_on"] == "2025-01-20"
    assert found["2025-05-01"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-05-01",
        "notified_on": "2025-01-22",
    }


def test_later_due_date_replaces_the_one_before(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20", due="2025-12-31"),
        act("who", "notified", "2025-01-22", due="2026-01-22"),
    )

    assert [rows["who"]["effective_due_on"] for rows in register(copy).values()] == [
        "2025-12-31",
        "2026-01-22",
    ]


def test_review_by_itself_names_no_measure(copy: Path) -> None:
    write(copy, act("unesco", "review_ordered", "2025-02-04"))

    assert register(copy) == {"2025-02-04": {"unesco": {"review_ordered_on": "2025-02-04"}}}


def test_rescission_is_the_last_act_of_its_day(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "rescinded", "2025-01-20", measure=""),
    )

    assert register(copy)["2025-01-20"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-01-20",
        "rescinded_on": "2025-01-20",
    }


def test_notice_entered_late_does_not_replace_the_newer_one(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "notified", "2025-01-21", due="2025-06-30"),
        act("who", "notified", "2025-01-22", due="2026-01-22"),
    )

    newest = register(copy)["2025-01-22"]["who"]
    assert (newest["notified_on"], newest["effective_due_on"]) == ("2025-01-22", "2026-01-22")


def test_announcement_after_an_exit_begins_an_episode(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "took_effect", "2025-02-01"),
        act("who", "announced", "2025-05-01"),
    )

    assert register(copy)["2025-05-01"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-05-01",
    }


def test_return_is_shown_until_the_next_announcement(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "took_effect", "2025-02-01"),
        act("who", "rejoined", "2025-03-01", measure=""),
        act("who", "announced", "2025-05-01"),
        act("who", "notified", "2025-05-02", due="2026-05-02"),
    )

    found = register(copy)
    assert found["2025-03-01"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-01-20",
        "effective_on": "2025-02-01",
        "rejoined_on": "2025-03-01",
    }
    assert found["2025-05-02"]["who"] == {
        "measure": "withdraw",
        "announced_on": "2025-05-01",
        "notified_on": "2025-05-02",
        "effective_due_on": "2026-05-02",
    }


def test_review_after_a_reversal_belongs_to_the_next_episode(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "rescinded", "2025-02-01", measure=""),
        act("who", "review_ordered", "2025-03-01", measure=""),
        act("who", "notified", "2025-05-01"),
    )

    found = register(copy)
    assert "2025-03-01" not in found
    assert found["2025-05-01"]["who"] == {
        "measure": "withdraw",
        "review_ordered_on": "2025-03-01",
        "notified_on": "2025-05-01",
    }
