"""The sentence to print and the status of all 72, in both languages, as readers see them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.list.ask import rows

GOLDEN = Path(__file__).parent / "golden" / "sentences.txt"
WORDS = ("status_en", "status_zh", "sentence_en", "sentence_zh")
VERBS = {
    "en": r"\b(announced|given|reported|said|ended|reversed|ordered)\b",
    "zh": "宣布|發出|報道|表示|生效|停止|撤銷|下令",
}
MONTHS = [date(2026, month, 1).strftime("%B") for month in range(1, 13)]


def told(database: Path) -> list[tuple[str, ...]]:
    """Each body with its status and sentence in both languages."""
    return rows(database, f"SELECT org_id, {', '.join(WORDS)} FROM withdrawals ORDER BY org_id")


def test_all_72_read_as_they_were_read_by_an_editor(database: Path) -> None:
    found = "\n\n".join("\n".join(row) for row in told(database)) + "\n"

    assert found.count("\n\n") == 71
    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("column", WORDS)
def test_each_has_a_verb_and_no_iso_date(database: Path, column: str) -> None:
    for org_id, *texts in told(database):
        text = dict(zip(WORDS, texts, strict=True))[column]
        assert re.search(VERBS[column[-2:]], text), (org_id, text)
        assert not re.search(r"\d-\d|https?:|www\.|  |\{|None|\.\.|。。", text), (org_id, text)


@pytest.mark.parametrize("column", ["sentence_en", "sentence_zh"])
def test_sentences_of_different_bodies_differ(database: Path, column: str) -> None:
    place = 1 + WORDS.index(column)

    assert len({row[place] for row in told(database)}) == 72


def test_sentence_names_the_body_with_its_article(database: Path) -> None:
    for name, article, acronym, english in rows(
        database,
        "SELECT w.name_en, o.article, w.acronym, w.sentence_en FROM withdrawals AS w"
        " JOIN organizations AS o USING (org_id)",
    ):
        whom = f"{article} {name}" if article else name
        assert f" {whom} ({acronym})" if acronym else f" {whom}" in english


@pytest.mark.parametrize("org_id", ["unfccc", "paris-agreement"])
def test_only_treaties_are_in_title_marks(database: Path, org_id: str) -> None:
    marked = rows(
        database,
        "SELECT w.org_id FROM withdrawals AS w JOIN organizations AS o USING (org_id)"
        " WHERE (instr(w.sentence_zh, '《') > 0) <> (o.kind = 'treaty')",
    )

    assert marked == []
    ((chinese,),) = rows(database, "SELECT sentence_zh FROM withdrawals WHERE org_id = ?", org_id)
    assert "《" in chinese


def test_no_text_about_a_day_is_dated_before_it(database: Path) -> None:
    for org_id, status, _, sentence, _ in told(database):
        for text in (status, sentence):
            for clause in re.split(r"[;.]", text):
                days = [day(*found) for found in re.findall(r"(\d+) ([A-Z]\w+) (\d{4})", clause)]
                if "up to" in clause and len(days) > 1:
                    assert max(days) == days[-1], (org_id, clause)


def day(number: str, month: str, year: str) -> tuple[int, int, int]:
    """A spelled-out day as a number that can be compared."""
    return int(year), MONTHS.index(month), int(number)


def test_un_entities_say_what_withdrawal_means_for_them(database: Path) -> None:
    found = rows(
        database,
        "SELECT section, count(*) FROM withdrawals"
        " WHERE instr(sentence_en, 'for UN entities its memorandum defines this as ending"
        " participation or funding as far as the law permits')"
        " AND instr(sentence_zh, '即在法律許可範圍內停止參與或停止資助') GROUP BY section",
    )

    assert found == [("un", 31)]


def test_newest_word_of_no_notice_is_in_status_and_sentence(database: Path) -> None:
    denied = rows(
        database,
        "SELECT status_en, sentence_en FROM withdrawals WHERE notice_denied_on IS NOT NULL",
    )

    assert len(denied) == 33
    for texts in denied:
        for text in texts:
            assert "no formal notice" in text
            assert re.search(r"\b(said|reported) on (about )?\d+ (January|February)", text)
