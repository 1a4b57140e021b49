"""Memberships, founding texts and rules of exit, with questions of a lawyer or a newsroom. The
expected values were counted by hand from the sources, not from the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.list.ask import rows

QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["withdrawals"][
    "queries"
]
TIMBER = "International Tropical Timber Organization"


def answer(database: Path, question: str, **values: str) -> list[dict[str, Any]]:
    """The answer to a question of the site."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(QUERIES[question]["sql"], values)]


def names(found: list[dict[str, Any]]) -> set[str]:
    return {row["name_en"] for row in found}


def test_at_least_eleven_of_the_66_rest_on_a_treaty(database: Path) -> None:
    found = answer(database, "which_rest_on_a_treaty")

    assert names(found) == {
        "Commission for Environmental Cooperation",
        "Inter-American Institute for Global Change Research",
        "International Development Law Organization",
        "International Institute for Democracy and Electoral Assistance",
        "International Renewable Energy Agency",
        "International Solar Alliance",
        TIMBER,
        "Regional Cooperation Agreement on Combatting Piracy and Armed Robbery against Ships in"
        " Asia",
        "Science and Technology Center in Ukraine",
        "Secretariat of the Pacific Regional Environment Programme",
        "UN Framework Convention on Climate Change",
    }
    (climate,) = (row for row in found if row["name_en"].startswith("UN Framework"))
    assert climate["depositary"] == "Secretary-General of the United Nations"
    assert (climate["article"], climate["effect_months"]) == ("25", 12)


def test_contradicting_days_of_expiry_are_two_marked_rows(database: Path) -> None:
    found = rows(
        database,
        "SELECT expires_on, note FROM instruments WHERE org_id ="
        " 'international-tropical-timber-organization' ORDER BY expires_on",
    )

    assert [day for day, _ in found] == ["2026-12-06", "2029-12-31"]
    assert "another source gives 2029" in found[0][1]
    assert "contradicts the row before" in found[1][1]


def test_withdraw_means_an_end_of_participation_or_funding_for_the_31_un_entities(
    database: Path,
) -> None:
    found = answer(database, "what_does_withdraw_mean")

    listed = [row for row in found if row["act_date"] == "2026-01-07"]
    assert len(listed) == 31
    assert {row["measure"] for row in listed} == {"withdraw"}
    assert names([row for row in found if row not in listed]) == {
        "UN Human Rights Council",
        "UN Population Fund",
        "UN Relief and Works Agency for Palestine Refugees in the Near East",
    }


@pytest.mark.parametrize(
    ("name", "place", "day", "precision"),
    [
        ("International Renewable Energy Agency", "member", "2011-03-04", "day"),
        ("Global Counterterrorism Forum", "member", "2011-09-22", "day"),
        ("24/7 Carbon-Free Energy Compact", "participant", "2023-12-05", "day"),
        ("Science and Technology Center in Ukraine", "party", "1994-07-16", "day"),
        ("Inter-American Institute for Global Change Research", "party", "1994-03-12", "day"),
        ("Venice Commission of the Council of Europe", "member", "2013-04-15", "day"),
        ("World Health Organization", "member", "1948-06-21", "day"),
        ("Pan American Institute of Geography and History", "member", "1935-12-31", "year"),
        ("UN Framework Convention on Climate Change", "party", "1992-10-31", "month"),
    ],
)
def test_beginnings_are_those_of_the_sources(
    database: Path, name: str, place: str, day: str, precision: str
) -> None:
    found = answer(database, "since_when")

    assert (place, day, precision) in {
        (row["place"], row["began_on"], row["began_precision"])
        for row in found
        if row["name_en"] == name
    }


def test_shares_are_given_for_four_bodies(database: Path) -> None:
    found = {row["name_en"]: row["share"] for row in answer(database, "what_share_was_paid")}

    assert set(found) == {
        "Intergovernmental Panel on Climate Change",
        "International Renewable Energy Agency",
        "UN Educational, Scientific, and Cultural Organization",
        "World Health Organization",
    }
    assert found["World Health Organization"] == "22 percent (assessed, 2020)"


def test_five_exits_before_2025_and_what_came_after(database: Path) -> None:
    found = {
        (row["name_en"], row["ended_on"]): row["next_began_on"]
        for row in answer(database, "left_and_returned")
    }

    assert found == {
        ("Paris Agreement", "2020-11-04"): "2021-02-19",
        ("UN Educational, Scientific, and Cultural Organization", "1984-12-31"): "2003-10-01",
        ("UN Educational, Scientific, and Cultural Organization", "2018-12-31"): "2023-07-31",
        ("UN Human Rights Council", "2018-06-30"): "2022-01-01",
        ("UN Relief and Works Agency for Palestine Refugees in the Near East", "2018-08-31"): None,
    }


def test_notice_of_2020_to_the_who_is_not_an_exit(database: Path) -> None:
    ((began, ended, note),) = rows(
        database, "SELECT began_on, ended_on, note FROM memberships WHERE org_id = 'who'"
    )

    assert (began, ended) == ("1948-06-21", None)
    assert "6 July 2020" in note
    assert "never took effect" in note


def test_return_to_iccrom_takes_two_thirds_and_to_iucn_no_vote(database: Path) -> None:
    found = answer(database, "how_to_come_back")
    said = {row["name_en"]: row["said"] for row in found if row["what"] == "return"}

    assert "two thirds" in next(said[name] for name in said if "Preservation" in name)
    assert "no vote" in said["International Union for Conservation of Nature"]
    assert {row["said"] for row in found if "Pan American" in row["name_en"]} == {
        "act of Congress (49 Stat. 512, 1935; 22 U.S.C. 273)"
    }


def test_where_there_is_nothing_to_leave(database: Path) -> None:
    found = answer(database, "nothing_to_leave")

    assert {
        "Economic Commission for Africa",
        "Economic and Social Commission for Western Asia",
        "Intergovernmental Panel on Climate Change",
        "International Law Commission",
        "UN Human Rights Council",
    } <= names(found)
    assert all(row["publisher"] and row["url"] for row in found)


def test_organs_are_shown_with_what_established_them(database: Path) -> None:
    found = {row["name_en"]: row["reference"] for row in answer(database, "whose_organ_is_it")}

    assert found["International Law Commission"] == "A/RES/174(II)"
    assert found["UN Institute for Training and Research"] == "A/RES/1934(XVIII)"
    assert found["Venice Commission of the Council of Europe"] == "Res(2002)3"


def test_effect_of_the_exit_from_the_who_is_disputed(database: Path) -> None:
    found = answer(database, "who_disputes_a_step")

    assert {(row["name_en"], row["step"]) for row in found} == {
        ("World Health Organization", "took_effect")
    }


@pytest.mark.parametrize(
    ("day", "name", "end"),
    [
        ("2026-11-25", "International Renewable Energy Agency", "2026-12-31"),
        ("2026-12-31", "International Renewable Energy Agency", "2026-12-31"),
        ("2027-01-01", "International Renewable Energy Agency", "2027-12-31"),
        ("2026-11-25", "UN Educational, Scientific, and Cultural Organization", "2027-12-31"),
        ("2028-02-29", "UN Framework Convention on Climate Change", "2029-02-28"),
        ("2026-11-25", "Secretariat of the Pacific Regional Environment Programme", "2027-11-25"),
        ("2026-11-25", TIMBER, "2027-02-23"),
        ("2026-11-30", "International Development Law Organization", "2027-02-28"),
    ],
)
def test_notice_of_a_day_brings_what_the_rule_says(
    database: Path, day: str, name: str, end: str
) -> None:
    found = answer(database, "what_would_a_notice_bring", date=day)

    assert [row["computed_end_on"] for row in found if row["name_en"] == name] == [end]


def test_nothing_computed_is_called_an_effect(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(earliest_exit)")]

    assert "computed_end_on" in columns
    assert not [name for name in columns if "effective" in name or "took" in name]


def test_for_each_of_the_66_five_questions_have_an_answer_or_a_search_limit(
    database: Path,
) -> None:
    found = {row["question"]: row for row in answer(database, "how_much_is_established")}

    for row in found.values():
        kinds = ("established", "none_found", "does_not_apply", "not_searched")
        assert sum(row[kind] for kind in kinds) == row["bodies"] == 66
    assert found["nature"]["established"] >= 44
    assert found["notice_needed"]["established"] >= 14
    assert found["us_part_since"]["established"] >= 25


def test_place_of_the_united_states_follows_from_memberships(database: Path) -> None:
    found = dict(rows(database, "SELECT org_id, us_relation FROM us_relation"))

    assert found["international-institute-for-democracy-and-electoral-assistance"] == "observer"
    assert found["economic-commission-for-africa"] == "none"
    assert found["venice-commission-of-the-council-of-europe"] == "member"
    assert found["unhrc"] == "observer"
    assert found["unesco"] == "member"
    assert rows(database, "SELECT count(*) FROM facts WHERE property = 'us_relation'") == [(0,)]


def test_legal_basis_is_only_law(database: Path) -> None:
    bases = [basis for (basis,) in rows(database, "SELECT DISTINCT legal_basis FROM acts")]

    assert not [basis for basis in bases if basis and "narrows the word" in basis]


def test_statements_that_were_missing_are_there(database: Path) -> None:
    assert rows(
        database,
        "SELECT s.said_on, o.org_id FROM statements AS s"
        " JOIN statement_organizations AS o USING (statement_id)"
        " WHERE statement_id = 'human-rights-council-2025-02-06'",
    ) == [("2025-02-06", "unhrc")]
    assert rows(
        database,
        "SELECT count(*) FROM statement_organizations"
        " WHERE statement_id = 'un-regular-budget-2026-01-08'",
    ) == [(31,)]


def test_query_of_the_document_gives_a_day_for_each_rule_that_names_one(database: Path) -> None:
    document = (ROOT / "docs/leaving.md").read_text("utf-8")
    sql = document.split("```sql\n")[1].split("```")[0]

    assert len(rows(database, sql)) == 10
