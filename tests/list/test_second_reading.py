"""The rest of the audit: sources, identifiers, names and figures; each test asks the database as a
reader would."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.list.ask import rows

IDENTIFIERS = "wikidata", "ror", "oecd_dac", "lei"


def test_what_was_read_in_a_public_mirror_can_be_read_there_again(database: Path) -> None:
    found = rows(
        database,
        "SELECT source_id FROM sources WHERE url LIKE 'https://www.whitehouse.gov/%'"
        " AND (archived_at NOT LIKE 'https://github.com/%/blob/%' OR length(sha256) <> 64"
        " OR archived_at IS NULL OR sha256 IS NULL)",
    )

    assert found == []


def test_page_that_was_overwritten_is_archived_as_it_was_first(database: Path) -> None:
    ((archived,),) = rows(
        database,
        "SELECT archived_at FROM sources WHERE source_id = 'whitehouse-fact-sheet-2025-02-04'",
    )

    assert "/b0afc0f3" in archived


def test_sources_without_an_address_are_no_documents_or_were_read_in_parts(
    database: Path,
) -> None:
    found = rows(database, "SELECT source_id FROM sources WHERE url IS NULL ORDER BY 1")

    assert [source for (source,) in found] == [
        "collection-2026-11-23",
        "collection-2026-11-25",
        "oas-e-091-12",
        "us-list-of-organizations-scan",
    ]


@pytest.mark.parametrize(
    ("org_id", "value"),
    [
        ("who", "Q7817"),
        ("unesco", "Q7809"),
        ("unrwa", "Q846656"),
        ("unhrc", "Q205650"),
        ("ecosoc", "Q170075"),
        ("un-women", "Q641576"),
        ("unfccc", "Q208645"),
    ],
)
def test_identifier_that_two_sources_give_is_agreed(
    database: Path, org_id: str, value: str
) -> None:
    assert rows(
        database,
        "SELECT DISTINCT match, confidence FROM facts WHERE org_id = ? AND value = ?",
        org_id,
        value,
    ) == [("exact", "agreed")]


def test_identifier_of_one_source_is_called_single(database: Path) -> None:
    wrong = rows(
        database,
        "SELECT org_id, property, value FROM facts WHERE property IN (?, ?, ?, ?)"
        " GROUP BY org_id, property, value"
        " HAVING (count(DISTINCT source_id) = 1) <> (min(confidence) = 'single')",
        *IDENTIFIERS,
    )

    assert wrong == []


def test_seven_bodies_have_a_legal_entity_identifier(database: Path) -> None:
    found = rows(database, "SELECT org_id FROM facts WHERE property = 'lei' ORDER BY 1")

    assert [org_id for (org_id,) in found] == [
        "international-solar-alliance",
        "irena",
        "iucn",
        "unesco",
        "unfpa",
        "unrwa",
        "who",
    ]


def test_only_two_bodies_outside_of_the_list_lack_a_website(database: Path) -> None:
    found = rows(
        database,
        "SELECT org_id FROM organizations WHERE scope = 'beside' AND org_id NOT IN"
        " (SELECT org_id FROM facts WHERE property = 'website') ORDER BY 1",
    )

    assert found == [("paris-agreement",), ("unhrc",)]


def test_timber_organization_was_founded_in_1986(database: Path) -> None:
    assert rows(
        database,
        "SELECT f.value, s.level FROM facts AS f JOIN sources AS s USING (source_id)"
        " WHERE f.org_id = 'international-tropical-timber-organization'"
        " AND f.property = 'founded'",
    ) == [("1986", "primary")]


@pytest.mark.parametrize(
    ("org_id", "day"),
    [("unfccc", "2026-06-22"), ("ipbes", "2026-06-22"), ("unitar", "2026-02-13")],
)
def test_search_reaches_as_far_as_was_looked_for_that_body(
    database: Path, org_id: str, day: str
) -> None:
    assert rows(database, "SELECT searched_until FROM withdrawals WHERE org_id = ?", org_id) == [
        (day,)
    ]


def test_search_of_climate_news_says_what_it_lacks(database: Path) -> None:
    found = rows(
        database,
        'SELECT DISTINCT "where" FROM coverage WHERE source_id = ?',
        "collection-climate-2026-06-22",
    )

    assert len(found) == 1
    assert "without March" in found[0][0]


@pytest.mark.parametrize(
    ("org_id", "speaker"),
    [
        ("ipbes", "David Obura"),
        ("green-climate-fund", "Climate Home News"),
        ("colombo-plan-council", "Daily FT"),
        ("unfccc", "Senator Barrasso and others"),
        ("paris-agreement", "Farhan Haq"),
    ],
)
def test_what_was_said_later_is_there(database: Path, org_id: str, speaker: str) -> None:
    said = rows(
        database,
        "SELECT count(*) FROM statements JOIN statement_organizations USING (statement_id)"
        " WHERE org_id = ? AND speaker = ? AND coalesce(said_on, reported_on) >= '2026-01-10'",
        org_id,
        speaker,
    )

    assert said == [(1,)]


@pytest.mark.parametrize(
    ("name", "org_id"),
    [
        ("巴黎協定", "paris-agreement"),
        ("巴黎协定", "paris-agreement"),
        ("亞太經社會", "economic-and-social-commission-for-asia-and-the-pacific"),
        ("聯合國婦女署", "un-women"),
        ("国际可再生能源署", "irena"),
        ("國際再生能源總署", "irena"),
        ("国际可再生能源机构", "irena"),
        ("氣候公約", "unfccc"),
        ("UN DESA", "department-of-economic-and-social-affairs"),
        ("ReCAAP", "regional-cooperation-agreement-on-combatting-piracy-and-armed-robbery"),
        ("ITTO", "international-tropical-timber-organization"),
        ("UNECA", "economic-commission-for-africa"),
        ("世衛", "who"),
        ("世界衞生組織", "who"),
        ("自由線上聯盟", "freedom-online-coalition"),
        ("國際自然保育聯盟", "iucn"),
    ],
)
def test_common_name_is_a_name_with_a_source(database: Path, name: str, org_id: str) -> None:
    found = rows(
        database,
        "SELECT DISTINCT n.org_id FROM names AS n JOIN sources USING (source_id) WHERE n.name = ?",
        name,
    )

    assert len(found) == 1
    assert found[0][0].startswith(org_id)


def test_every_body_has_one_choice_of_characters(database: Path) -> None:
    mixed = "SELECT org_id FROM organizations WHERE name_zh LIKE '%衛%' OR name_zh LIKE '%佈%'"

    assert rows(database, mixed) == []


@pytest.mark.parametrize(
    ("claim_id", "computed"), [("article-paris-times", 2), ("article-unfccc-senate-year", 1992)]
)
def test_figure_that_the_tables_hold_by_now_is_computed(
    database: Path, claim_id: str, computed: int
) -> None:
    assert rows(
        database, "SELECT computed, verdict FROM claim_results WHERE claim_id = ?", claim_id
    ) == [(computed, "agree")]


def test_subject_of_the_digital_world_is_called_as_in_hong_kong(root: Path) -> None:
    words = yaml.safe_load((root / "data/pages/words.yml").read_text(encoding="utf-8"))

    assert words["values"]["theme"]["digital_cyber"]["zh"] == "數碼與網絡"


@pytest.mark.parametrize(
    ("statement_id", "words"),
    [("stiell-2026-01-08", "大擺烏龍"), ("cleetus-2026-01-08", "爛到新低點")],
)
def test_paraphrase_is_as_strong_as_the_source(
    database: Path, statement_id: str, words: str
) -> None:
    ((summary,),) = rows(
        database, "SELECT summary_zh FROM statements WHERE statement_id = ?", statement_id
    )

    assert words in summary


def test_treaty_has_one_chinese_name_in_organizations_and_claims(database: Path) -> None:
    assert rows(database, "SELECT name_zh FROM organizations WHERE org_id = 'paris-agreement'") == [
        ("巴黎協定",)
    ]
    assert rows(database, "SELECT count(*) FROM claims WHERE claim_zh LIKE '%《巴黎協定》%'") == [
        (1,)
    ]


def test_seat_given_up_is_dated_no_closer_than_its_source_allows(database: Path) -> None:
    assert rows(
        database,
        "SELECT act_date_precision FROM acts WHERE org_id = 'un-women'"
        " AND step = 'left_governing_body'",
    ) == [("year",)]


def test_no_fact_rests_on_files_without_a_name(database: Path) -> None:
    assert rows(database, "SELECT source_id FROM sources WHERE note LIKE '%were not noted%'") == []
