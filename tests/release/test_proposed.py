"""Which release a proposed change leads to, alone and with the changes that are not yet
released."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.history.git import find
from revisioned.release import store
from revisioned.release.versions.comment import render
from revisioned.release.versions.proposed import Proposed, judge
from tests.release.conftest import add_permit, commit, correct_a_cell, git


@pytest.fixture
def repository(released: Path) -> Path:
    """The package released once, committed."""
    git(released, "init", "-q")
    commit(released)
    return released


@pytest.fixture
def judged(repository: Path, tmp_path: Path) -> Callable[[Callable[[Path], None]], Proposed]:
    """The judgement of a branch on which somebody made the edit."""

    def judge_of(edit: Callable[[Path], None]) -> Proposed:
        git(repository, "checkout", "-q", "-b", "change")
        edit(repository)
        commit(repository)
        git(repository, "checkout", "-q", "-")
        (tmp_path / "judged").mkdir()
        return judge(repository, find(str(repository)), "HEAD", "change", tmp_path / "judged")

    return judge_of


def test_a_new_revision_of_a_series_is_judged_with_its_descriptor(
    judged: Callable[[Callable[[Path], None]], Proposed],
) -> None:
    found = judged(add_permit)
    assert found.report.passed
    assert (found.version, found.unjudged) == ("1.1.0", ())


def test_unreleased_changes_are_kept_apart(
    repository: Path, judged: Callable[[Callable[[Path], None]], Proposed]
) -> None:
    add_permit(repository)
    commit(repository)
    found = judged(correct_a_cell)
    assert (found.version, found.alone) == ("1.1.0", "1.0.1")
    assert "**This goes into release 1.1.0**" in render(found)
    assert "wells: corrected" in {reason.what for reason in found.reasons}


def test_incomparable_change_is_reported_with_the_reason(
    repository: Path, judged: Callable[[Callable[[Path], None]], Proposed]
) -> None:
    item = store.manifest(repository, "1.0.0").files[0]
    (repository / store.OBJECTS / item.sha256).write_bytes(b"other")
    commit(repository)
    found = judged(correct_a_cell)
    assert found.report.passed
    said = render(found)
    assert "**Which release this makes is not known.**\n\nThis could not be compared:\n" in said
    assert f"changed: releases/objects/{item.sha256}" in said
    assert "Nothing that a release holds has changed" not in said
