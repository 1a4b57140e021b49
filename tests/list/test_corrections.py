"""Errors that an audit found; each test asks the database as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.list.ask import rows, status

ARTICLE = "article-2026-01-08"
HYBRID = "european-centre-of-excellence-for-countering-hybrid-threats"


def test_fund_itself_states_that_notice_was_given(database: Path) -> None:
    assert rows(
        database,
        "SELECT a.act_date, a.basis, a.legal_basis, s.publisher, s.level, s.url FROM acts AS a"
        " JOIN sources AS s USING (source_id)"
        " WHERE a.org_id = 'green-climate-fund' AND a.step = 'notified'",
    ) == [
        (
            "2026-01-08",
            "stated",
            None,
            "Green Climate Fund",
            "primary",
            "https://www.greenclimate.fund/statement/"
            "green-climate-fund-statement-united-states-withdrawal-gcf",
        )
    ]


def test_nobody_says_that_no_word_of_the_fund_was_found(database: Path) -> None:
    said = rows(
        database,
        'SELECT "where" FROM coverage WHERE org_id = ? AND source_id = ? UNION ALL'
        " SELECT note FROM sources WHERE source_id = 'treasury-gcf-2026-01-08'",
        "green-climate-fund",
        "collection-2026-11-23",
    )

    assert not any("no word of the fund" in text.lower() for (text,) in said)
    assert any("The fund confirms" in text for (text,) in said)


def test_notice_to_the_fund_is_not_called_inferred(database: Path) -> None:
    english, chinese = status(database, "green-climate-fund")

    assert english.startswith("formal notice given on 8 January 2026, with immediate effect")
    assert chinese.startswith("已於2026年1月8日發出正式通知，即時生效")


def test_seat_on_the_board_of_the_fund_depends_on_the_climate_convention(database: Path) -> None:
    ((said,),) = rows(
        database,
        "SELECT note FROM acts WHERE step = 'left_governing_body' AND org_id = ?",
        "green-climate-fund",
    )

    assert "parties to the climate convention" in said


def test_article_has_a_title_a_publisher_and_an_address(database: Path) -> None:
    assert rows(
        database,
        "SELECT title, publisher, lang, url LIKE 'https://www.hk01.com/%/60311016/%',"
        " note LIKE '%guancha.cn%803171%' FROM sources WHERE source_id = ?",
        ARTICLE,
    ) == [
        (
            "一文看特朗普簽令退出66個國際組織名單 專家斥：愚蠢且自取滅亡",
            "HK01",
            "zh-Hant-HK",
            1,
            1,
        )
    ]


def test_names_of_the_article_are_those_of_a_hong_kong_paper(database: Path) -> None:
    assert rows(
        database, "SELECT lang, count(*) FROM names WHERE source_id = ? GROUP BY lang", ARTICLE
    ) == [("en", 72), ("zh-Hant-HK", 77)]


def test_figures_of_the_article_are_taken_from_guancha(database: Path) -> None:
    assert rows(
        database,
        "SELECT stated_by, quoted_via, count(*) FROM claims WHERE source_id = ? GROUP BY 1, 2",
        ARTICLE,
    ) == [("HK01", "Guancha", 20), ("Mao Ning", None, 1)]


def test_executive_secretary_of_ipbes_still_waited_on_11_february(database: Path) -> None:
    assert rows(
        database,
        "SELECT c.searched_until, s.publisher, t.speaker FROM coverage AS c"
        " JOIN sources AS s USING (source_id) JOIN statements AS t USING (source_id)"
        " WHERE c.org_id = 'ipbes' AND c.step = 'notified' AND c.result = 'denied'"
        " ORDER BY c.searched_until",
    ) == [
        ("2026-01-08", "EnviroNews Nigeria", "David Obura"),
        ("2026-02-11", "Carbon Brief", "Luthando Dziba"),
    ]
    english, chinese = status(database, "ipbes")
    assert "reported on 11 February 2026 that its Executive Secretary was still" in english
    assert "於2026年2月11日報道，其執行秘書仍在等候正式確認" in chinese


def test_report_of_no_notice_yet_to_the_climate_convention_is_none_found(
    database: Path,
) -> None:
    assert rows(
        database,
        "SELECT c.result, c.searched_until FROM coverage AS c JOIN sources AS s USING (source_id)"
        " WHERE c.org_id = 'unfccc' AND c.step = 'notified' AND s.publisher = 'Climate Home News'",
    ) == [("none_found", "2026-01-28")]


def test_who_and_its_board_dispute_that_the_exit_is_in_effect(database: Path) -> None:
    assert rows(
        database,
        "SELECT c.result, c.searched_until, t.speaker, t.summary_zh <> '' FROM coverage AS c"
        " JOIN statements AS t USING (source_id) JOIN statement_organizations AS o"
        " ON o.statement_id = t.statement_id AND o.org_id = c.org_id"
        " WHERE c.org_id = 'who' AND c.step = 'took_effect' ORDER BY 2",
    ) == [
        ("disputed", "2026-02-06", "Executive Board of WHO", 1),
        ("disputed", "2026-02-07", "World Health Organization", 1),
    ]


def test_status_of_who_says_by_whom_it_is_disputed(database: Path) -> None:
    assert status(database, "who") == (
        "reported in effect on 22 January 2026 by the US government; disputed by the WHO",
        "據美國政府，已於2026年1月22日生效；世衞有異議",
    )


def test_unfpa_lost_its_funding_in_2025(database: Path) -> None:
    assert rows(
        database,
        "SELECT a.act_date, a.measure, a.basis, s.publisher FROM acts AS a JOIN sources AS s"
        " USING (source_id) WHERE a.org_id = 'unfpa' ORDER BY 1",
    ) == [
        ("2025-05-01", "cease_funding", "stated", "PAI"),
        ("2026-01-07", "withdraw", "stated", "The White House"),
    ]
    assert rows(
        database,
        "SELECT t.said_on FROM statements AS t JOIN statement_organizations USING (statement_id)"
        " WHERE org_id = 'unfpa' AND t.speaker = 'UNFPA'",
    ) == [("2025-05-09",)]


def test_register_shows_the_newest_episode_of_unfpa(database: Path) -> None:
    assert rows(
        database,
        "SELECT revision, measure, announced_on FROM register WHERE org_id = 'unfpa'"
        " AND revision IN ('2025-05-01', '2025-07-22', '2026-01-07') ORDER BY 1",
    ) == [
        ("2025-05-01", "cease_funding", "2025-05-01"),
        ("2025-07-22", "cease_funding", "2025-05-01"),
        ("2026-01-07", "withdraw", "2026-01-07"),
    ]


def test_register_of_7_january_says_withdraw_for_all_66(database: Path) -> None:
    assert rows(
        database,
        "SELECT r.measure, r.announced_on, count(*) FROM register AS r JOIN organizations AS o"
        " USING (org_id) WHERE r.revision = '2026-01-07' AND o.scope = 'listed' GROUP BY 1, 2",
    ) == [("withdraw", "2026-01-07", 66)]


def test_removal_of_the_white_house_page_has_two_sources(database: Path) -> None:
    assert rows(
        database,
        "SELECT s.publisher FROM statements JOIN sources AS s USING (source_id)"
        " WHERE summary_en LIKE '%White House took%' ORDER BY 1",
    ) == [("Anadolu Agency, on A News",), ("Heatmap",)]
    assert rows(database, "SELECT count(*) FROM sources WHERE note LIKE 'The only source%'") == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("source_id", "day"),
    [
        ("dpa-afx-unfccc-2026-01", "2026-01-09"),
        ("rubio-statement-2026-01-07", "2026-01-07"),
    ],
)
def test_day_that_the_stored_text_gives_is_given(database: Path, source_id: str, day: str) -> None:
    ((published, note),) = rows(
        database, "SELECT published_on, note FROM sources WHERE source_id = ?", source_id
    )

    assert published == day
    assert "not in the stored text" not in note


def test_ipcc_speaks_on_its_own_page(database: Path) -> None:
    assert rows(
        database,
        "SELECT s.level, s.published_on, s.url FROM coverage JOIN sources AS s USING (source_id)"
        " WHERE org_id = 'ipcc' AND step = 'notified' AND result = 'not_applicable'",
    ) == [("primary", "2026-01-08", "https://www.ipcc.ch/2026/01/08/st01-us/")]


@pytest.mark.parametrize(
    ("claim_id", "computed"),
    [("article-hybrid-coe-year", 2017), ("article-colombo-plan-decade", 1950)],
)
def test_figure_with_a_reliable_source_is_computed(
    database: Path, claim_id: str, computed: int
) -> None:
    assert rows(
        database,
        "SELECT computed, verdict FROM claim_results WHERE claim_id = ?",
        claim_id,
    ) == [(computed, "agree")]


def test_seat_of_the_hybrid_centre_rests_on_its_host(database: Path) -> None:
    assert rows(
        database,
        "SELECT f.value, s.publisher FROM facts AS f JOIN sources AS s USING (source_id)"
        " WHERE f.org_id = ? AND f.property = 'headquarters'",
        HYBRID,
    ) == [("Helsinki", "Finnish Government")]


def test_climate_convention_has_its_own_wikidata_item(database: Path) -> None:
    assert rows(
        database,
        "SELECT value, match, confidence, count(*) FROM facts WHERE org_id = 'unfccc'"
        " AND property = 'wikidata' GROUP BY 1, 2, 3 ORDER BY 1",
    ) == [("Q104150918", "part", "single", 1), ("Q208645", "exact", "agreed", 2)]


@pytest.mark.parametrize("name", ["人口基金會", "「通過法律促進民主」委員會"])
def test_name_that_only_a_paper_uses_is_called_printed(database: Path, name: str) -> None:
    assert rows(database, "SELECT kind FROM names WHERE name = ?", name) == [("printed",)]


@pytest.mark.parametrize("org_id", ["unhrc", "unrwa"])
def test_end_of_funding_or_participation_needs_no_notice(database: Path, org_id: str) -> None:
    assert rows(
        database,
        "SELECT result FROM coverage WHERE org_id = ? AND step = 'notified'",
        org_id,
    ) == [("not_applicable",)]
    english, chinese = status(database, org_id)
    assert "notice" not in english
    assert "通知" not in chinese


def test_status_says_nothing_of_a_day_that_the_search_does_not_reach(database: Path) -> None:
    assert status(database, "unesco") == (
        "formal notice given on 22 July 2025; announced date of effect 31 December 2026",
        "已於2025年7月22日發出正式通知；預定2026年12月31日生效",
    )


def test_status_names_who_had_received_no_notice_and_when(database: Path) -> None:
    english, chinese = status(database, "un-water")

    assert "the UN said on about 12 January 2026 that it had received no formal notice" in english
    assert "聯合國於2026年1月12日前後表示未收到正式通知" in chinese


def test_inferred_day_is_called_inferred_in_every_status(database: Path) -> None:
    inferred = rows(
        database,
        "SELECT w.status_en, w.status_zh FROM withdrawals AS w JOIN coverage AS c"
        " ON c.org_id = w.org_id AND c.searched_until = w.notice_denied_on"
        " AND c.source_id = w.notice_denied_source_id AND c.step = 'notified'"
        " WHERE c.\"where\" LIKE '%the day is inferred%'",
    )

    assert len(inferred) == 32
    assert all("on about" in english for english, _ in inferred)
    assert all("前後" in chinese for _, chinese in inferred)


@pytest.mark.parametrize("word", ["被指", "否認", "報告", "管理機構", "撥款", "推定"])
def test_no_status_uses_a_misleading_chinese_word(database: Path, word: str) -> None:
    said = "SELECT org_id FROM withdrawals WHERE instr(status_zh, ?)"

    assert rows(database, said, word) == []


def test_no_status_speaks_of_a_denial(database: Path) -> None:
    assert rows(database, "SELECT org_id FROM withdrawals WHERE status_en LIKE '%den%ed%'") == []


def test_no_status_has_a_day_only_in_figures(database: Path) -> None:
    found = "SELECT org_id FROM withdrawals WHERE status_en || status_zh GLOB '*[0-9]-[0-9]*'"

    assert rows(database, found) == []


def test_own_goal_is_a_chinese_idiom(database: Path) -> None:
    assert rows(
        database,
        "SELECT instr(summary_zh, '大擺烏龍') > 0 FROM statements WHERE statement_id = ?",
        "stiell-2026-01-08",
    ) == [(1,)]
