"""Reviews to answer, of the printing that the documents take in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from revisioned.core.csv_table import dump
from revisioned.descriptor.load import load
from revisioned.intake import pipeline
from revisioned.intake.mapping import form
from revisioned.intake.review import request, review_file
from revisioned.intake.review.review_file import Review
from tests.conftest import ROOT

TEXT = ROOT / "docs" / "invented-printing.txt"
REVISION, SOURCE = "2026-03-04-example", "example-2026-03"
CELLS = {
    "title": "[An invented printing]",
    "level": "secondary",
    "lang": "en",
    "captured_on": "2026-03-05",
    "published_on": "2026-03-04",
    "url": "https://example.org/list",
}
NAMED = request.Wanted(
    REVISION, "An invented printing", SOURCE, CELLS, "prints/2026-01-07-memorandum"
)
FUND = {"Population Fund": {"answer": "unfpa"}}

Answers = Mapping[str, Mapping[str, str]]


def proposed(root: Path, text: str | None = None, named: request.Wanted = NAMED) -> bytes:
    """The review of a text, or of the invented printing."""
    path = TEXT
    if text is not None:
        path = root.parent / "list.txt"
        path.write_text(text, encoding="utf-8")
    package = load(root)
    declared = form(package)
    return request.proposal(path, pipeline.take(path, package, declared), named, package, declared)


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a review."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def answered(data: bytes, answers: Answers, change: Callable[[dict[str, str]], None] = id) -> bytes:
    """The review with these answers in the rows of these texts; `change` is called with each
    row."""
    lines = rows(data)
    for line in lines:
        line.update(answers.get(line["text"], {}))
        change(line)
    return dump(list(lines[0]), [list(line.values()) for line in lines])


def parsed(root: Path, data: bytes) -> Review:
    """The review as it is read."""
    return review_file.parse(data, "review.csv", form(load(root)))
