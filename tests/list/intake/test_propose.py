"""A text becomes a review: every item with its match, the questions, and the difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core.errors import UsageError
from tests.list.intake.reviews import CELLS, NAMED, SOURCE, TEXT, proposed, rows


@pytest.fixture(scope="module")
def review(root: Path) -> list[dict[str, str]]:
    return rows(proposed(root))


def line(review: list[dict[str, str]], text: str) -> dict[str, str]:
    (found,) = (row for row in review if row["text"] == text)
    return found


def test_item_has_place_match_score_and_change(review: list[dict[str, str]]) -> None:
    row = line(review, "International Renewable Enregy Agency")

    assert (row["kind"], row["outcome"], row["match"]) == ("item", "matched", "irena")
    assert row["place"].startswith("invented-printing.txt:")
    assert 90 < float(row["score"]) < 100
    assert row["change"] == (
        "name_en: International Renewable Energy Agency → International Renewable Enregy Agency"
    )
    assert row["section"] == "non_un"


def test_unsure_match_is_asked_about_with_alternatives(review: list[dict[str, str]]) -> None:
    row = line(review, "Population Fund")

    assert (row["outcome"], row["match"], row["answer"]) == ("review", "", "")
    assert "unfpa" in row["alternatives"]
    assert row["question"]


def test_missing_body_is_asked_about_with_the_item_that_it_may_be(
    review: list[dict[str, str]],
) -> None:
    (row,) = (row for row in review if row["kind"] == "missing")

    assert (row["match"], row["answer"], row["change"]) == ("unfpa", "", "removed")
    assert line(review, "Population Fund")["place"] in row["question"]


def test_settings_hold_the_source_with_the_hash_of_the_file(review: list[dict[str, str]]) -> None:
    import hashlib

    settings = {row["text"]: row["answer"] for row in review if row["kind"] == "setting"}

    assert settings["source"] == SOURCE
    assert {f"source.{name}": value for name, value in CELLS.items()}.items() <= settings.items()
    assert settings["source.sha256"] == hashlib.sha256(TEXT.read_bytes()).hexdigest()


def test_headings_are_kept_as_dropped(review: list[dict[str, str]]) -> None:
    assert [row["text"] for row in review if row["kind"] == "dropped"][1] == "Non-UN organizations:"


def test_section_follows_the_heading_above(root: Path, tmp_path: Path) -> None:
    text = TEXT.read_text().replace("Non-UN organizations:", "三、聯合國組織：", 1)
    (tmp_path / "package").symlink_to(root)

    data = rows(proposed(tmp_path / "package", text))

    assert line(data, "Colombo Plan Council")["section"] == "un"


def test_formula_is_text_to_a_spreadsheet(root: Path, tmp_path: Path) -> None:
    text = TEXT.read_text().replace("UN Oceans", "=HYPERLINK(1)")
    (tmp_path / "package").symlink_to(root)

    data = proposed(tmp_path / "package", text).decode("utf-8-sig")

    assert "'=HYPERLINK" in data
    assert ",=HYPERLINK" not in data


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        (replace(NAMED, revision="2026-01-07-memorandum"), "is in the package"),
        (replace(NAMED, revision="../../evil"), "not a name of a revision"),
        (replace(NAMED, revision="example"), "not a name of a revision"),
        (replace(NAMED, against="prints/2020-01-01"), "there is no revision"),
        (replace(NAMED, source_cells={"title": "x"}), "level=… lang=… captured_on=…"),
        (replace(NAMED, source_cells={"colour": "red"}), "has no column 'colour'"),
        (replace(NAMED, source="article-2026-01-08"), "give its name alone"),
        (replace(NAMED, source_cells={**CELLS, "lang": "fr"}), "has columns for names in en, zh"),
    ],
)
def test_options_that_do_not_fit_are_refused(root: Path, named, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        proposed(root, named=named)

    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "1. World Bakery Council\n2. Moon Bureau\n3. Ministry of Silly Walks\n",
        "1. UN Water\n2. UN Oceans\n3. UN Energy\n",
        "1. Fonds vert pour le climat\n2. Université des Nations Unies\n",
        "The minister had lunch.\n",
        "".join(f"{n}. World Council {n}\n" for n in range(30)) + "31. UN Water\n" * 10,
    ],
)
def test_text_in_which_few_items_match_is_not_this_list(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text(text)

    assert main(["intake", str(tmp_path / "list.txt")]) == 1
    assert "does not look like this list" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["list.txt"]


def test_missing_options_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["intake", str(TEXT), "--source", "x"]) == 2
    assert "a proposed printing needs --revision, --title" in capsys.readouterr().err


def test_review_that_was_begun_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "review.csv"
    words = ["intake", str(TEXT), "--revision", "2026-03-04-example", "--title", "T"]
    words += ["--source", "article-2026-01-08", "--review", str(target)]
    assert main(words) == 0
    assert main(words) == 0
    target.write_bytes(target.read_bytes() + b"\n")

    assert main(words) == 2
    assert "already exists with other content" in capsys.readouterr().err
