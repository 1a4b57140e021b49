"""Facts that are recorded in the tables; each test asks the database as a reader would."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

# The register on a day: its newest revision up to that day.
AS_OF = """
    SELECT * FROM register
    WHERE revision = (SELECT max(revision) FROM register WHERE revision <= ?)
"""
# Bodies of the list that belong to the UN.
UN = "SELECT org_id FROM prints WHERE revision = '2026-01-07-memorandum' AND section = 'un'"


def rows(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def as_of(database: Path, day: str) -> dict[str, dict[str, object]]:
    """The register on a day, by body."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return {row["org_id"]: dict(row) for row in connection.execute(AS_OF, (day,))}


def dates(database: Path, org_id: str, day: str = "2026-02-13") -> dict[str, object]:
    """What the register says about a body on a day: the filled cells, without sources."""
    return {
        name: value
        for name, value in as_of(database, day)[org_id].items()
        if value and name.endswith("_on")
    }


def status(database: Path, org_id: str) -> str:
    ((found,),) = rows(database, "SELECT status_en FROM withdrawals WHERE org_id = ?", org_id)
    return found


def test_unesco_was_reviewed_then_announced_and_notified_and_is_still_due(database: Path) -> None:
    assert dates(database, "unesco", "2025-07-21") == {"review_ordered_on": "2025-02-04"}
    assert dates(database, "unesco") == {
        "review_ordered_on": "2025-02-04",
        "announced_on": "2025-07-22",
        "notified_on": "2025-07-22",
        "effective_due_on": "2026-12-31",
    }
    assert status(database, "unesco") == (
        "formal notice given on 22 July 2025; announced date of effect 31 December 2026"
    )


@pytest.mark.parametrize(
    ("org_id", "notified", "day"),
    [("who", "2025-01-22", "2026-01-22"), ("paris-agreement", "2025-01-27", "2026-01-27")],
)
def test_due_date_comes_first_and_the_reported_one_later(
    database: Path, org_id: str, notified: str, day: str
) -> None:
    announced = {
        "announced_on": "2025-01-20",
        "notified_on": notified,
        "effective_due_on": day,
    }

    assert dates(database, org_id, notified) == announced
    assert dates(database, org_id) == announced | {"effective_on": day}
    assert rows(
        database,
        "SELECT count(DISTINCT source_id) FROM acts"
        " WHERE org_id = ? AND (due_on = ? OR step = 'took_effect')",
        org_id,
        day,
    ) == [(2,)]


def test_letter_to_the_freedom_online_coalition_was_published_two_days_later(
    database: Path,
) -> None:
    assert rows(
        database,
        "SELECT act_date, due_on, instrument FROM acts"
        " WHERE org_id = 'freedom-online-coalition' AND step = 'notified'",
    ) == [("2026-02-10", None, "Letter")]
    assert rows(
        database,
        "SELECT s.said_on FROM statements AS s JOIN statement_organizations USING (statement_id)"
        " WHERE org_id = 'freedom-online-coalition'"
        " AND s.source_id = (SELECT source_id FROM acts"
        " WHERE org_id = 'freedom-online-coalition' AND step = 'notified')",
    ) == [("2026-02-12",)]
    assert dates(database, "freedom-online-coalition") == {
        "announced_on": "2026-01-07",
        "notified_on": "2026-02-10",
    }


def test_seat_on_the_board_of_un_women_has_the_day_of_the_report_only(database: Path) -> None:
    assert rows(
        database,
        "SELECT act_date, act_date_precision, basis, source_id FROM acts"
        " WHERE org_id = 'un-women' AND step = 'left_governing_body'",
    ) == [("2026-02-13", "year", "inferred", "devdiscourse-2026-02-13")]
    assert rows(
        database,
        "SELECT said_on, reported_on FROM statements WHERE source_id = 'devdiscourse-2026-02-13'",
    ) == [(None, "2026-02-13")]
    assert dates(database, "un-women") == {"announced_on": "2026-01-07"}
    assert status(database, "un-women").endswith("; seat on its Executive Board given up (2026)")


@pytest.mark.parametrize("day", ["2026-01-08", "2026-01-12"])
def test_un_denied_a_notice_for_each_of_its_31_bodies(database: Path, day: str) -> None:
    denied = rows(
        database,
        "SELECT org_id FROM coverage JOIN sources USING (source_id) WHERE step = 'notified'"
        f" AND result = 'denied' AND searched_until = ? AND org_id IN ({UN}) ORDER BY org_id",
        day,
    )

    assert len(denied) == 31
    assert denied == rows(database, f"{UN} ORDER BY org_id")


def test_ipbes_denied_a_notice_on_8_january(database: Path) -> None:
    assert rows(
        database,
        "SELECT step, searched_until, source_id FROM coverage"
        " WHERE org_id = 'ipbes' AND result = 'denied' AND searched_until < '2026-02-01'",
    ) == [("notified", "2026-01-08", "environews-2026-01-09")]


def test_no_body_has_a_notice_that_was_denied_after_its_day(database: Path) -> None:
    assert (
        rows(
            database,
            "SELECT a.act_id FROM acts AS a JOIN coverage AS c USING (org_id, step)"
            " WHERE c.result = 'denied' AND a.act_date <= c.searched_until",
        )
        == []
    )


def test_united_states_was_an_observer_of_international_idea(database: Path) -> None:
    assert rows(
        database,
        "SELECT us_relation FROM us_relation JOIN organizations USING (org_id)"
        " WHERE acronym = 'International IDEA'",
    ) == [("observer",)]


def test_united_states_is_a_member_of_sprep_until_the_process_ends(database: Path) -> None:
    assert rows(database, "SELECT us_relation FROM us_relation WHERE org_id = 'sprep'") == [
        ("member",)
    ]
    assert rows(
        database,
        "SELECT step, searched_until FROM coverage WHERE org_id = 'sprep' AND result = 'denied'",
    ) == [("took_effect", "2026-01-08")]
    assert dates(database, "sprep") == {"announced_on": "2026-01-07"}


def test_address_of_a_fact_sheet_was_overwritten_the_day_after(database: Path) -> None:
    ((published, note),) = rows(
        database,
        "SELECT published_on, note FROM sources WHERE note LIKE '%overwritten%' AND url LIKE ?",
        "https://www.whitehouse.gov/fact-sheets/2025/02/%",
    )

    assert published == "2025-02-04"
    assert "5 February 2025" in note


def test_review_of_everything_is_an_act_only_about_unesco(database: Path) -> None:
    assert rows(database, "SELECT org_id, act_date FROM acts WHERE step = 'review_ordered'") == [
        ("unesco", "2025-02-04")
    ]


def test_four_commissions_are_under_ecosoc(database: Path) -> None:
    assert rows(
        database,
        "SELECT o.acronym FROM organizations AS o"
        " JOIN organizations AS parent ON parent.org_id = o.parent_org_id"
        " WHERE parent.acronym = 'ECOSOC' ORDER BY 1",
    ) == [("ECA",), ("ECLAC",), ("ESCAP",), ("ESCWA",)]


@pytest.mark.parametrize(
    "name", ["Venice Commission", "European Commission for Democracy through Law"]
)
def test_venice_commission_has_both_names(database: Path, name: str) -> None:
    assert rows(database, "SELECT DISTINCT org_id FROM names WHERE name = ?", name) == [
        ("venice-commission-of-the-council-of-europe",)
    ]


def test_share_of_9_in_66_is_stated_as_13_5_and_computed_as_13_6(database: Path) -> None:
    assert rows(
        database,
        "SELECT claim_id, computed, verdict FROM claims JOIN claim_results USING (claim_id)"
        " WHERE stated = 13.5 AND unit = 'percent'",
    ) == [("article-institutions-law-share", 13.6, "disagree")]


def test_list_adds_all_bodies_except_unfpa_to_the_register(database: Path) -> None:
    only = (
        "SELECT count(*) FROM register AS r WHERE revision = ? AND org_id NOT IN"
        " (SELECT org_id FROM register WHERE revision = ?)"
    )

    assert rows(database, only, "2026-01-07", "2025-07-22") == [(65,)]
    assert rows(database, only, "2025-07-22", "2026-01-07") == [(0,)]


def test_what_the_list_adds_to_the_register_is_the_list(database: Path) -> None:
    added = (
        "SELECT org_id FROM register WHERE revision = '2026-01-07'"
        " AND announced_on = '2026-01-07' ORDER BY org_id"
    )

    assert rows(database, added) == rows(
        database, "SELECT org_id FROM organizations WHERE scope = 'listed' ORDER BY org_id"
    )


def test_as_of_21_and_22_january_differ_by_the_reported_date_of_who(database: Path) -> None:
    before, after = as_of(database, "2026-01-21"), as_of(database, "2026-01-22")

    assert before.keys() == after.keys()
    assert {
        (org_id, column): (value, after[org_id][column])
        for org_id, row in before.items()
        for column, value in row.items()
        if column != "revision" and value != after[org_id][column]
    } == {
        ("who", "effective_on"): (None, "2026-01-22"),
        ("who", "effective_source_id"): (None, "rubio-kennedy-2026-01-22"),
    }


def test_day_without_an_act_is_not_a_revision(database: Path, site: Datasette) -> None:
    for table in ("register", "revisions"):
        counted = f"SELECT count(*) FROM {table} WHERE revision = '2026-01-21'"
        assert rows(database, counted) == [(0,)]
    answer = asyncio.run(site.client.get("/data/register/2026-01-21.csv"))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("term", "org_id"),
    [
        ("世界衛生組織", "who"),
        ("教科文", "unesco"),
        ("綠色氣候基金", "green-climate-fund"),
        ("绿色气候基金", "green-climate-fund"),
    ],
)
def test_search_finds_a_body_outside_of_the_list_and_says_so(
    site: Datasette, term: str, org_id: str
) -> None:
    address = f"/withdrawals/organizations.json?_search={quote(term)}&_shape=array"

    found = asyncio.run(site.client.get(address)).json()

    assert [(row["org_id"], row["scope"]) for row in found] == [(org_id, "beside")]


@pytest.mark.parametrize("table", ["names", "facts", "acts", "coverage", "claims", "statements"])
def test_every_row_names_its_source(database: Path, table: str) -> None:
    counted = f"SELECT count(*), count(nullif(trim(source_id), '')) FROM {table}"

    ((records, with_source),) = rows(database, counted)

    assert records
    assert with_source == records


def test_every_printing_names_its_source(database: Path) -> None:
    assert (
        rows(
            database,
            "SELECT revision FROM revisions WHERE series = 'prints' AND source_id IS NULL",
        )
        == []
    )


@pytest.mark.parametrize("table", ["register", "withdrawals"])
def test_every_date_names_its_source_and_every_source_its_date(database: Path, table: str) -> None:
    columns = {name for (name,) in rows(database, f"SELECT name FROM pragma_table_info('{table}')")}
    pairs = {
        (name, source)
        for name in columns
        if (source := name.removesuffix("_on") + "_source_id") in columns and name != source
    }

    assert len(pairs) >= 6
    for name, source in pairs:
        alone = f"SELECT org_id FROM {table} WHERE ({name} IS NULL) <> ({source} IS NULL)"
        assert rows(database, alone) == []
