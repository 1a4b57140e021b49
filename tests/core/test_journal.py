"""The write-ahead journal: what completes an interrupted change, and what it never touches."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import atomic
from revisioned.core.errors import PackageError

OLD, NEW = b"old\n", b"new\n"


@pytest.fixture
def cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an interrupted change, which writes two files, creates one and removes one; it
    was interrupted after it wrote the first."""
    (tmp_path / "data").mkdir()
    for name in "abd":
        (tmp_path / f"data/{name}.csv").write_bytes(OLD)
    changes = {"data/a.csv": NEW, "data/b.csv": NEW, "data/c.csv": NEW, "data/d.csv": None}
    finish = atomic.recover
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "recover", lambda _: True)
        atomic.commit(tmp_path, changes)
    assert atomic.recover is finish
    (tmp_path / "data/a.csv").write_bytes(NEW)
    return tmp_path


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_change_is_completed(cut_off: Path) -> None:
    assert atomic.recover(cut_off)

    assert state(cut_off) == {"a.csv": NEW, "b.csv": NEW, "c.csv": NEW}
    assert not atomic.recover(cut_off)


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: (data / "a.csv").write_bytes(b"mine"),
        lambda data: (data / "b.csv").write_bytes(b"mine"),
        lambda data: (data / "c.csv").write_bytes(b"mine"),
        lambda data: (data / "d.csv").write_bytes(b"mine"),
        lambda data: (data / "b.csv").unlink(),
    ],
)
def test_later_edits_are_not_lost(cut_off: Path, edit: Callable[[Path], None]) -> None:
    edit(cut_off / "data")
    before = state(cut_off)

    with pytest.raises(PackageError, match="edited since"):
        atomic.recover(cut_off)

    assert state(cut_off) == before


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["verify", "1.0.0"],
        ["diff", "data/a.csv", "data/b.csv", "--key", "old"],
        ["history"],
        ["cite"],
        ["adopt", ".", "data/a.csv", "--key", "id"],
        ["refresh", "--check"],
    ],
)
def test_command_that_reads_completes_nothing(
    cut_off: Path,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(cut_off)
    before = state(cut_off)

    main(words)

    assert state(cut_off) == before
    assert "was interrupted, so some files are old" in capsys.readouterr().err


def test_command_that_writes_completes_the_change(
    cut_off: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(cut_off)

    main(["refresh"])

    assert (cut_off / "data/c.csv").read_bytes() == NEW
    assert "is now complete" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path",
    [
        *(".git/config", ".git/hooks/pre-commit", ".github/workflows/ci.yml", "data/.git/config"),
        *("scripts/cli.py", "plugins/x.py", "sitecustomize.py", "Makefile", "setup.py"),
        *("../x", "data/../../x", "/tmp/x", "data//x", "./data/x", "", "data/\0", ".bashrc"),
    ],
)
def test_path_that_a_package_cannot_have_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(PackageError, match="not a file of a package"):
        atomic.commit(tmp_path, {path: NEW})

    assert state(tmp_path) == {}


@pytest.mark.parametrize(
    "path", ["data/a.csv", "tables/deep/a.csv", "a.csv", "releases/objects/0", ".zenodo.json"]
)
def test_path_that_a_package_may_have_is_written(tmp_path: Path, path: str) -> None:
    atomic.commit(tmp_path, {path: NEW})

    assert (tmp_path / path).read_bytes() == NEW


def test_path_through_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "package" / "data").symlink_to(tmp_path / "outside")

    with pytest.raises(PackageError, match="not a file of a package"):
        atomic.commit(tmp_path / "package", {"data/a.csv": NEW})

    assert list((tmp_path / "outside").iterdir()) == []


def test_untrusted_journal_writes_no_git_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_bytes(OLD)
    journal = tmp_path / atomic.JOURNAL
    journal.parent.mkdir()
    for entry in ({"was": None, "new": "eA=="}, "eA=="):
        journal.write_text(json.dumps({".git/config": entry}))
        monkeypatch.chdir(tmp_path)

        for command in ("verify 1.0.0", "check", "build", "refresh", "release 1.0.0", "history"):
            main(command.split())

        assert (tmp_path / ".git/config").read_bytes() == OLD


def test_removal_of_the_journal_is_synced_to_disk(
    cut_off: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    atomic.recover(cut_off)

    assert synced[-1] == str(cut_off / "build")
