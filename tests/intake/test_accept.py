"""A review from another person cannot name a file outside of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.core.errors import PackageError
from revisioned.descriptor.load import load
from revisioned.intake import pipeline
from revisioned.intake.mapping import form
from revisioned.intake.review import accept, request, review_file
from tests.intake.test_two_columns import TEXT, package

NAMES = ("../../struck", "../struck", ".struck", "a/struck", "nul", "2021.")


@pytest.mark.parametrize("revision", NAMES)
def test_revision_whose_name_cannot_be_a_file_name_is_refused(
    tmp_path: Path, revision: str
) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "try").mkdir()
    root = package(tmp_path / "root")
    text = tmp_path / "list.txt"
    text.write_text(TEXT)
    loaded = load(root)
    declared = form(loaded)
    wanted = request.Wanted("2021-01-01", "Another list", "gazette", {})
    taken = pipeline.take(text, loaded, declared)
    proposed = request.proposal(text, taken, wanted, loaded, declared)
    sent = proposed.replace(b"2021-01-01", revision.encode())
    review = review_file.parse(sent, "a.csv", declared)

    with pytest.raises(PackageError, match="is not a name of a revision"):
        accept.attempt(root, review, declared, tmp_path / "try")

    assert [*tmp_path.rglob("*struck*")] == []
