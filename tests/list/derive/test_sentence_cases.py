"""Sentences about what has not happened yet, from invented acts in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.core.csv_table import read
from tests.list.derive.test_derivation import act, write

WHO = "the World Health Organization (WHO)"
UNESCO = "the UN Educational, Scientific, and Cultural Organization (UNESCO)"
LEFT = "The United States announced on 20 January 2025 that it would withdraw from"
CASES = {
    "review alone": (
        [act("unesco", "review_ordered", "2025-02-04", measure="")],
        f"The United States ordered a review of {UNESCO} on 4 February 2025."
        " Nothing further was found up to 13 February 2026.",
        "美國於2025年2月4日下令檢討聯合國教育、科學及文化組織（UNESCO）。"
        "截至2026年2月13日未見進一步消息。",
    ),
    "never searched": (
        [act("who", "announced", "2025-01-20")],
        f"{LEFT} {WHO}. We have not searched for later steps.",
        "美國於2025年1月20日宣布退出世界衞生組織（WHO）。其後步驟未經搜尋。",
    ),
    "reversed": (
        [
            act("who", "announced", "2025-01-20"),
            act("who", "notified", "2025-01-22"),
            act("who", "rescinded", "2025-03-01", measure=""),
        ],
        f"The United States reversed its withdrawal on 1 March 2025. {LEFT} {WHO}"
        " and gave formal notice on 22 January.",
        "美國於2025年3月1日撤銷退出決定。美國於2025年1月20日宣布退出世界衞生組織（WHO），"
        "並於1月22日發出正式通知。",
    ),
    "day of effect passed, and the search reached it": (
        [
            act("unesco", "announced", "2025-07-22"),
            act("unesco", "notified", "2025-08-01", due="2026-02-01"),
        ],
        f"The United States announced on 22 July 2025 that it would withdraw from {UNESCO}"
        " and gave formal notice on 1 August, with effect on 1 February 2026."
        " No report that it took effect was found up to 13 February 2026.",
        "美國於2025年7月22日宣布退出聯合國教育、科學及文化組織（UNESCO），並於8月1日發出正式通知，"
        "生效日期為2026年2月1日。截至2026年2月13日未見生效的報道。",
    ),
    "day of effect passed, and the search did not reach it": (
        [act("irena", "announced", "2026-01-20", due="2026-02-14")],
        "The United States announced on 20 January 2026 that it would withdraw from"
        " the International Renewable Energy Agency (IRENA), with effect on 14 February 2026."
        " No formal notice was found in public sources up to 13 February 2026.",
        "美國於2026年1月20日宣布退出國際可再生能源機構（IRENA），生效日期為2026年2月14日。"
        "截至2026年2月13日的公開資料亦未見通知。",
    ),
}


@pytest.mark.parametrize(("acts", "english", "chinese"), CASES.values(), ids=CASES.keys())
def test_sentence_says_what_is_known_and_no_more(
    copy: Path, acts: list[dict[str, str]], english: str, chinese: str
) -> None:
    statements = copy / "data/statement_organizations.csv"
    statements.write_text("statement_id,org_id\n", encoding="utf-8")

    write(copy, *acts)

    (row,) = read(copy / "data/withdrawals.csv").dicts()
    assert row["sentence_en"] == english
    assert row["sentence_zh"] == chinese
