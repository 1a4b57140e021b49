"""Progress is shown only on a terminal; a share appears after a second and disappears at the
end."""

from __future__ import annotations

import io
import re
import sys
import threading
import time

import pytest

from revisioned.core import progress


class Terminal(io.StringIO):
    """A standard error that says that it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def shown(error: io.StringIO, seconds: float, monkeypatch: pytest.MonkeyPatch) -> str:
    now = 100.0
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with progress.Progress("reading") as told:
        now += seconds
        told(0.25)
        told(0.26)
    return error.getvalue()


def test_a_share_is_shown_after_a_second_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = shown(Terminal(), 1.5, monkeypatch)

    assert written.startswith("\rreading  25%, ? left")
    assert re.search(r"\r +\r$", written)


def test_quick_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), 0.5, monkeypatch) == ""


def test_no_progress_is_written_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), 1.5, monkeypatch) == ""


def stage_of(error: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(progress, "DELAY_S", 0.01)
    with progress.stage("Checking the data"):
        time.sleep(0.3)
    return error.getvalue()


def test_a_stage_says_how_long_it_takes_while_it_lasts_and_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = stage_of(Terminal(), monkeypatch).split("\r")[1:]

    assert len([line for line in lines if "Checking the data" in line]) > 2
    assert re.fullmatch(r"Checking the data 0\.[3-9] s\s*", lines[-1] or lines[-2])


def test_no_stage_is_written_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage_of(io.StringIO(), monkeypatch) == ""


def test_progress_leaves_no_thread_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with a second thread cannot fork, which makes large differences take twice as
    long."""
    before = threading.active_count()

    stage_of(Terminal(), monkeypatch)
    shown(Terminal(), 1.5, monkeypatch)

    assert threading.active_count() == before
