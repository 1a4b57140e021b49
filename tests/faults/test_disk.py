"""A disk becomes full or read-only in the middle of any command: existing files stay, the command
says what to do, and it succeeds when run again with enough space."""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from revisioned.core import atomic
from tests.faults.conftest import run, state

ACT = ("act", "--id", "a4", "--body", "b", "--day", "2026-03-01")


def stale(root: Path) -> None:
    """Edit a file so that there is something to refresh."""
    path = root / "data/acts.csv"
    path.write_text(path.read_text(encoding="utf-8") + "a5,b,2026-04-01\n", encoding="utf-8")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Limit the size of files, which looks like a full disk and does not need root."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def full(disk: Path, left: int) -> Iterator[None]:
    """Fill the disk except for this many bytes."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    filler.write_bytes(bytes(max(0, free - left)))
    try:
        yield
    finally:
        filler.unlink()


@pytest.mark.parametrize("words", [("build",), ("refresh",), ACT], ids=lambda words: words[0])
def test_full_disk_leaves_existing_files_and_the_next_run_succeeds(
    package: Path,
    disk: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = shutil.copytree(package, disk / "package")
    assert run(root, monkeypatch, "build") == 0
    if words[0] == "refresh":
        stale(root)
    before = state(root)
    capsys.readouterr()
    failed = 0
    for left in (0, 4_096, 16_384, 65_536, 131_072):
        with full(disk, left):
            code = run(root, monkeypatch, *words)
            said = capsys.readouterr().err
        if code == 0:
            break
        failed += 1
        assert code == 1
        assert "free disk space" in said
        assert "Traceback" not in said
        if atomic.has_pending_journal(root):
            assert "completes the change" in said
            break
        assert "is unchanged" in said
        assert state(root) == before

    assert failed
    if atomic.has_pending_journal(root):
        assert run(root, monkeypatch, "refresh") == 0
    elif code:
        assert run(root, monkeypatch, *words) == 0
    assert not list(root.rglob("*.new*"))
    assert run(root, monkeypatch, "refresh", "--check") == 0
    assert run(root, monkeypatch, "build") == 0


@pytest.mark.parametrize("size", [0, 1_000, 20_000, 60_000])
def test_file_that_may_not_grow_leaves_the_database_that_is_served(
    package: Path, size: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(package, monkeypatch, "build") == 0
    before = state(package)
    monkeypatch.setattr("revisioned.validate.check_cache.require", lambda *_, **__: None)
    capsys.readouterr()

    with files_up_to(size):
        code = run(package, monkeypatch, "build")

    assert code == 1
    assert "then" in capsys.readouterr().err
    assert state(package) == before
    assert run(package, monkeypatch, "build") == 0


@pytest.mark.parametrize("words", [("build",), ("refresh",), ACT], ids=lambda words: words[0])
def test_disk_that_cannot_be_written_is_named(
    package: Path,
    disk: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = shutil.copytree(package, disk / "package")
    if words[0] == "refresh":
        stale(root)
    before = state(root)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    code = run(root, monkeypatch, *words)

    assert code == 1
    assert f"allow this user to read and write all of {root}, then run" in capsys.readouterr().err
    assert state(root) == before
