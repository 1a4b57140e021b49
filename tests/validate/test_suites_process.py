"""Rules run in a separate process, in parallel with the rest of the check."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from revisioned.core.bounded import EndedError
from revisioned.core.errors import PackageError
from revisioned.validate import expectations, suites_process
from revisioned.validate.check import check
from tests import conftest
from tests.breaking import without


@pytest.fixture(autouse=True)
def as_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the command line: the library counts as not imported yet, and the cache is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    expectations.library()
    monkeypatch.setattr(suites_process, "begun", conftest.begun)
    monkeypatch.setattr(suites_process, "LIBRARY", "imported.by.nobody")


def test_findings_are_those_of_one_process(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without("data/permits.csv", "p02")(wells_copy)
    here: list[int] = []
    run = expectations.run
    monkeypatch.setattr(expectations, "run", lambda *words: here.append(1) or run(*words))

    found = check(wells_copy)
    assert here == []
    monkeypatch.undo()

    assert found == check(wells_copy)
    assert any("nothing was granted before" in finding.reason for finding in found.findings)


def test_error_in_the_process_of_rules_is_raised_in_the_check(
    wells: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise PackageError("as it is said there")

    monkeypatch.setattr(expectations, "run", fails)

    with pytest.raises(PackageError, match="as it is said there"):
        check(wells)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (signal.SIGKILL, "the rules take too long"),
        (signal.SIGUSR1, "the rules did not finish: SIGUSR1 ended it"),
    ],
)
def test_process_that_is_ended_ends_the_check(
    wells: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, why: str
) -> None:
    monkeypatch.setattr(expectations, "run", lambda *_: os.kill(os.getpid(), number))

    with pytest.raises(EndedError, match=why):
        check(wells)


def test_no_process_is_left(wells_copy: Path) -> None:
    """If the check ends before it needs the rules, it does not wait for their process."""
    (wells_copy / "data/papers.csv").unlink()

    assert check(wells_copy).incomplete

    assert multiprocessing.active_children() == []
