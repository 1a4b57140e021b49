"""Progress: on a terminal only, not before a second, gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from revisioned.core import progress


class Terminal(io.StringIO):
    """A standard error that says it is a terminal."""

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


def test_it_is_shown_after_a_second_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), 1.5, monkeypatch) == "\rreading  25%\r\x1b[K"


def test_what_takes_less_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), 0.5, monkeypatch) == ""


def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), 1.5, monkeypatch) == ""
