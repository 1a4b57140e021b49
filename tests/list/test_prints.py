"""Both printings, cell by cell, against a second transcription of the two texts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from revisioned.core.csv_table import read

GOLDEN = Path(__file__).parent / "golden" / "printings.csv"

Cells = dict[str, str]


def memorandum(line: Cells) -> Cells:
    return {
        "position": line["position"],
        "section": line["section"],
        "printed_number": line["memorandum_number"],
        "name_en": line["memorandum_name_en"],
        "name_zh": "",
        "acronym": "",
        "has_note": "0",
    }


def article(line: Cells) -> Cells:
    return {
        "position": line["position"],
        "section": line["section"],
        "printed_number": line["position"],
        "name_en": line["article_name_en"],
        "name_zh": line["article_name_zh"],
        "acronym": line["article_acronym"],
        "has_note": line["article_has_note"],
    }


def golden() -> Iterator[Cells]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def published(root: Path, revision: str) -> list[Cells]:
    """The records of a printing by position, with their identifiers."""
    rows = read(root / f"data/prints/{revision}.csv").dicts()
    return sorted(rows, key=lambda row: int(row["position"]))


@pytest.mark.parametrize(
    ("revision", "printed"),
    [("2026-01-07-memorandum", memorandum), ("2026-01-08-article", article)],
    ids=["memorandum", "article"],
)
def test_printing_is_what_was_printed(
    root: Path, revision: str, printed: Callable[[Cells], Cells]
) -> None:
    rows = published(root, revision)

    assert [{name: cell for name, cell in row.items() if name != "org_id"} for row in rows] == [
        printed(line) for line in golden()
    ]


def test_one_body_has_one_identifier_in_both_printings(root: Path) -> None:
    first = [row["org_id"] for row in published(root, "2026-01-07-memorandum")]
    second = [row["org_id"] for row in published(root, "2026-01-08-article")]

    assert first == second
    assert len({*first}) == 66


def test_printings_differ_in_the_english_names_of_22_positions(root: Path) -> None:
    first = published(root, "2026-01-07-memorandum")
    second = published(root, "2026-01-08-article")
    pairs = zip(first, second, strict=True)

    assert [int(one["position"]) for one, two in pairs if one["name_en"] != two["name_en"]] == [
        *(30, 37, 38, 39, 40, 45),
        *range(51, 67),
    ]
