"""The register as it follows from invented acts, in a copy: episodes, days, what is found late."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from revisioned.core.csv_table import dump, read
from revisioned.derive.refresh import refresh
from tests.breaking import record, text, without

ACTS = "data/acts.csv"
SOURCE = "article-2026-01-08"

Act = dict[str, str]


def act(org_id: str, step: str, day: str, *, due: str = "", measure: str = "withdraw") -> Act:
    return {
        "act_id": f"{org_id}-{step.replace('_', '-')}-{day}",
        "org_id": org_id,
        "step": step,
        "measure": measure,
        "act_date": day,
        "act_date_precision": "day",
        "due_on": due,
        "actor": "Nobody",
        "basis": "stated",
        "source_id": SOURCE,
    }


def write(root: Path, *acts: Act) -> None:
    """Let these be all the acts there are, and refresh what follows."""
    header = read(root / ACTS).columns
    rows = sorted([record.get(name, "") for name in header] for record in acts)
    (root / ACTS).write_bytes(dump(header, rows))
    _, faults = refresh(root)
    assert faults == ()


def register(root: Path) -> dict[str, dict[str, Act]]:
    """By revision and body: the cells that are filled, sources left out."""
    return {
        path.stem: {
            row["org_id"]: {
                name: value
                for name, value in row.items()
                if value and name != "org_id" and not name.endswith("_source_id")
            }
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        }
        for path in sorted((root / "data/register").glob("*.csv"))
    }


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


def test_second_episode_goes_its_own_way_to_a_second_rescission(copy: Path) -> None:
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


def test_act_found_late_changes_the_revisions_since_its_day_and_none_before(copy: Path) -> None:
    acts = [
        act("who", "announced", "2025-01-20"),
        act("unhrc", "announced", "2025-02-04"),
        act("unesco", "announced", "2025-07-22"),
    ]
    write(copy, *acts)
    before = register(copy)

    write(copy, *acts, act("who", "notified", "2025-02-04"))

    after = register(copy)
    assert list(after) == list(before)
    assert after["2025-01-20"] == before["2025-01-20"]
    for revision in ("2025-02-04", "2025-07-22"):
        late = {"who": {**before[revision]["who"], "notified_on": "2025-02-04"}}
        assert after[revision] == before[revision] | late


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
def test_due_date_is_said_to_be_unreported_where_the_search_reached_it(
    copy: Path, due: str, more: str
) -> None:
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


def test_announcement_of_the_same_measure_begins_none(copy: Path) -> None:
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


def test_review_alone_names_no_measure(copy: Path) -> None:
    write(copy, act("unesco", "review_ordered", "2025-02-04"))

    assert register(copy) == {"2025-02-04": {"unesco": {"review_ordered_on": "2025-02-04"}}}


def test_two_acts_of_one_day_are_one_revision(copy: Path) -> None:
    write(
        copy,
        act("unesco", "announced", "2025-07-22"),
        act("unesco", "notified", "2025-07-22", due="2026-12-31"),
    )

    assert register(copy) == {
        "2025-07-22": {
            "unesco": {
                "measure": "withdraw",
                "announced_on": "2025-07-22",
                "notified_on": "2025-07-22",
                "effective_due_on": "2026-12-31",
            }
        }
    }


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


def test_day_on_which_no_cell_changes_gives_no_revision(copy: Path) -> None:
    write(
        copy,
        act("who", "announced", "2025-01-20"),
        act("who", "left_governing_body", "2025-02-01"),
        act("who", "notified", "2025-03-01"),
    )

    assert list(register(copy)) == ["2025-01-20", "2025-03-01"]


def test_every_date_of_the_register_has_the_source_of_its_act(copy: Path) -> None:
    write(
        copy,
        {**act("who", "announced", "2025-01-20"), "source_id": "eo-14155-2025-01-20"},
        {**act("who", "notified", "2025-01-22", due="2026-01-22"), "source_id": "abdpost-2025-01"},
    )

    (row,) = read(copy / "data/register/2025-01-22.csv").dicts()
    assert {name: value for name, value in row.items() if value and "source" in name} == {
        "announced_source_id": "eo-14155-2025-01-20",
        "notified_source_id": "abdpost-2025-01",
        "effective_due_source_id": "abdpost-2025-01",
    }


def test_new_revision_gets_a_file_a_resource_and_a_row(copy: Path) -> None:
    new = act("unhrc", "rescinded", "2026-02-11", measure="")
    record(ACTS, **new)(copy)

    written, _ = refresh(copy)

    assert {"data/register/2026-02-11.csv", "data/revisions.csv", "datapackage.json"} <= {*written}
    assert "2026-02-11" in register(copy)
    assert revisions(copy)[-1] == "2026-02-11"
    assert resources(copy)[-1] == "2026-02-11"


def test_revision_that_follows_from_nothing_goes_with_its_resource_and_its_row(copy: Path) -> None:
    assert "2026-02-10" in register(copy)
    without(ACTS, "freedom-online-coalition-notified-2026-02-10")(copy)

    refresh(copy)

    assert "2026-02-10" not in register(copy)
    assert "2026-02-10" not in revisions(copy)
    assert "2026-02-10" not in resources(copy)
    assert revisions(copy) == resources(copy) == list(register(copy))


def test_second_refresh_after_a_new_act_writes_nothing(copy: Path) -> None:
    record(ACTS, **act("unhrc", "rescinded", "2026-02-11", measure=""))(copy)

    assert refresh(copy)[0]
    assert refresh(copy) == ([], ())


def test_printings_stay_as_they_are_in_the_table_of_revisions(copy: Path) -> None:
    before = [row for row in read(copy / "data/revisions.csv").dicts() if row["series"] == "prints"]

    write(copy, act("who", "announced", "2025-01-20"))

    after = list(read(copy / "data/revisions.csv").dicts())
    assert [row["revision"] for row in after if row["series"] == "register"] == ["2025-01-20"]
    assert [row for row in after if row["series"] == "prints"] == before


def test_columns_that_the_schema_lacks_are_refused_in_words(copy: Path) -> None:
    text("data/views/register.sql", "AS rescinded_source_id", "AS withdrawn_source_id")(copy)

    _, faults = refresh(copy)

    (fault,) = faults
    assert "data/register/2025-01-20.csv: the query should give the columns org_id,measure," in str(
        fault
    )


def test_header_that_the_schema_lacks_is_said_and_nothing_is_derived(copy: Path) -> None:
    text(ACTS, "act_id,org_id", "act_id,body")(copy)

    written, faults = refresh(copy)

    header = ",".join(read(copy / "data/acts.csv").columns).replace("body", "org_id")
    assert [str(fault) for fault in faults] == [f"{ACTS}:1: the header should read: {header}"]
    assert written == ["datapackage.json"]


def revisions(root: Path) -> list[str]:
    rows = read(root / "data/revisions.csv").dicts()
    return [row["revision"] for row in rows if row["series"] == "register"]


def resources(root: Path) -> list[str]:
    document = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    return [item["revision"] for item in document["resources"] if item.get("series") == "register"]


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


def test_review_after_a_reversal_belongs_to_what_comes(copy: Path) -> None:
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
