"""The lists that our printings were taken from give those printings, with their names forgotten.

Here are the lists alone; `python -m tests.intake_sources FOLDER` does it with the whole texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.intake import review, taking, wanted
from scripts.intake.answers import read_answers
from scripts.intake.form import form
from scripts.package import load
from scripts.records import by_key
from tests.intake.conftest import LISTS
from tests.intake_sources import answered, forget


@pytest.mark.parametrize(
    ("revision", "source", "file", "forgotten"),
    [
        ("2026-01-07-memorandum", "whitehouse-memorandum-2026-01-07", "memorandum.md", 20),
        ("2026-01-08-article", "article-2026-01-08", "article.txt", 90),
    ],
)
def test_list_gives_the_printing(
    copy: Path, root: Path, revision: str, source: str, file: str, forgotten: int
) -> None:
    package = load(root)
    (published,) = (item for item in package.revisions("prints") if item.revision == revision)
    records = by_key(package, published)
    assert forget(copy, published, source) > forgotten
    package = load(copy)
    declared = form(package)
    taken = taking.take(LISTS / file, package, declared)
    named = wanted.Wanted(revision, "A title", source, {})

    data = wanted.proposal(LISTS / file, taken, named, package, declared)
    data, answers, corrections = answered(data, declared, records)
    made = read_answers(review.parse(data, "review.csv", declared), declared, package)

    assert {record["org_id"]: record for record in made.records} == records
    assert (answers, corrections) == (0, 0)


@pytest.mark.parametrize("file", ["memorandum.md", "article.txt"])
def test_fixture_is_a_list_and_no_prose(file: str) -> None:
    from scripts.intake.reading import read
    from scripts.intake.sentences import is_sentence

    lines = [line.text for line in read(LISTS / file) if line.text]

    assert len(lines) < 80
    assert sum(is_sentence(line) for line in lines if len(line) > 200) == 0
