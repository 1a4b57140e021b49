"""Work on untrusted input always ends."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import bounded
from revisioned.core.errors import UsageError


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timeout of a second instead of a minute, and a memory limit just above what the tests
    use."""
    monkeypatch.setattr(bounded, "CPU_SECONDS", 1)
    used = Path("/proc/self/status").read_text().partition("VmData:")[2].split()[0]
    monkeypatch.setattr(bounded, "MEMORY_BYTES", int(used) * 1024 + 200_000_000)


def backtrack() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def call() -> None:
    text = "replace(hex(zeroblob(400000)), '0', 'a')"
    connection = sqlite3.connect(":memory:")
    connection.execute(f"SELECT {text} LIKE '%' || substr({text}, 1, 40000) || 'b%'").fetchall()


@pytest.mark.parametrize("work", [backtrack, call])
def test_work_that_never_ends_is_stopped(work: Callable[[], None]) -> None:
    started = time.monotonic()

    with pytest.raises(bounded.EndedError, match="over 1 seconds"):
        bounded.run(work, 0)

    assert time.monotonic() - started < bounded.WALL_SECONDS_PER_CPU_SECOND + 2


def test_work_that_waits_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "WALL_SECONDS_PER_CPU_SECOND", 1)

    with pytest.raises(bounded.EndedError, match="over 1 seconds"):
        bounded.run(lambda: time.sleep(1000), 0)


def test_memory_is_limited() -> None:
    with pytest.raises(bounded.EndedError, match="MB of memory"):
        bounded.run(lambda: len("x" * 3_000_000_000), 0)


def test_memory_that_the_process_had_before_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounded, "MEMORY_BYTES", 100_000_000)
    held = bytearray(300_000_000)

    assert bounded.run(lambda: len(bytearray(20_000_000)), 0) == 20_000_000
    assert len(held) == 300_000_000


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda: os._exit(1), "it ended with exit code 1"),
        (lambda: os.kill(os.getpid(), signal.SIGUSR1), "SIGUSR1 ended it"),
        (lambda: os.kill(os.getpid(), 40), "signal 40 ended it"),
    ],
)
def test_work_that_ends_its_process_is_reported_with_code_or_signal(
    end: Callable[[], None], why: str
) -> None:
    with pytest.raises(bounded.EndedError) as caught:
        bounded.run(end, 0)

    assert str(caught.value) == why


def test_result_and_error_are_returned() -> None:
    def refuse() -> None:
        raise UsageError("no")

    assert bounded.run(lambda: {"a": [1]}, 0) == {"a": [1]}
    with pytest.raises(UsageError, match="no"):
        bounded.run(refuse, 0)


def test_processes_that_the_work_started_end_with_it() -> None:
    reading, writing = os.pipe()

    def leave() -> None:
        if os.fork() == 0:
            os.close(reading)
            time.sleep(1000)

    bounded.run(leave, 0)

    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == b""


def spin() -> None:
    while True:
        pass


def test_check_that_never_ends_gives_a_finding(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("revisioned.validate.check_cache.report", lambda _: spin())
    monkeypatch.chdir(good)

    assert main(["check"]) == 1
    assert "datapackage.json: the check was stopped: it takes over" in capsys.readouterr().out
