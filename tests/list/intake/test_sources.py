"""The lists that our printings were taken from give those printings again, without the names that
only they taught us.

The fixtures have only the lists; `python -m tools.intake_sources FOLDER` uses the whole texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.edit.records import by_key
from revisioned.intake import pipeline
from revisioned.intake.mapping import form
from revisioned.intake.review import request, review_file
from revisioned.intake.review.answers import read_answers
from tests.list.intake.conftest import LISTS
from tools.intake_sources import answered, forget


@pytest.mark.parametrize(
    ("revision", "source", "file", "forgotten"),
    [
        ("2026-01-07-memorandum", "whitehouse-memorandum-2026-01-07", "memorandum.md", 20),
        ("2026-01-08-article", "article-2026-01-08", "article.txt", 80),
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
    taken = pipeline.take(LISTS / file, package, declared)
    named = request.Wanted(revision, "A title", source, {})

    data = request.proposal(LISTS / file, taken, named, package, declared)
    data, answers, corrections = answered(data, declared, records)
    made = read_answers(review_file.parse(data, "review.csv", declared), declared, package)

    assert {record["org_id"]: record for record in made.records} == records
    assert (answers, corrections) == (0, 0)


@pytest.mark.parametrize("file", ["memorandum.md", "article.txt"])
def test_fixture_is_a_list_without_prose(file: str) -> None:
    from revisioned.intake.parse.sentences import is_sentence
    from revisioned.intake.readers import read

    lines = [line.text for line in read(LISTS / file) if line.text]

    assert len(lines) < 80
    assert sum(is_sentence(line) for line in lines if len(line) > 200) == 0
