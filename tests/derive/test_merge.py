"""Two people who each add an act can merge without a conflict in derived files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from revisioned.derive.merge import descriptor, follows, table, written
from revisioned.derive.refresh import refresh, require
from revisioned.descriptor.load import load
from tests.conftest import ROOT
from tests.hostile import small

DRIVER = f"env PYTHONPATH={ROOT} {sys.executable} -m scripts merge %O %A %B --path %P --in-place"


def git(root: Path, *words: str) -> str:
    """The output of git, with an invented author."""
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    done = subprocess.run(["git", *who, *words], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def repository(good: Path, tmp_path: Path) -> Path:
    """The small package on main, with this repository's git attributes and merge driver."""
    root = tmp_path / "repository"
    shutil.copytree(good, root)
    shutil.copy(ROOT / ".gitattributes", root / ".gitattributes")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "merge.revisioned.driver", DRIVER)
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Base")
    return root


def act(root: Path, branch: str, line: str) -> None:
    """A branch on which somebody adds an act and refreshes."""
    git(root, "checkout", "-q", "-b", branch, "main")
    path = root / small.ACTS
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    refresh(root)
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", branch)


def test_two_acts_merge_and_refresh_resolves_the_rest(repository: Path) -> None:
    act(repository, "one", "a4,b,2026-03-01\n")
    act(repository, "two", "a5,b,2026-04-01\n")
    git(repository, "merge", "-q", "-m", "Merge", "one")
    refresh(repository)
    assert require(repository)
    text = (repository / small.ACTS).read_text(encoding="utf-8")
    assert "a4,b,2026-03-01\na5,b,2026-04-01\n" in text
    assert {"standing/2026-03-01", "standing/2026-04-01"} <= {
        f"{item.series}/{item.revision}" for item in load(repository).resources
    }


def test_derived_files_are_known_by_the_descriptor(good: Path) -> None:
    package = load(good)
    assert follows(package, "data/changes.csv")
    assert follows(package, "data/standing/2031-01-01.csv")
    assert not follows(package, small.ACTS)
    assert table(package, small.ACTS).schema.primary_key == ("id",)
    assert written(table(package, "data/queries.csv")) == ("sha256",)


def test_a_descriptor_that_both_sides_edited_is_a_conflict(good: Path) -> None:
    package = load(good)
    base = (good / "datapackage.json").read_bytes()
    ours, theirs = (base.replace(b"A small package", title) for title in (b"Ours", b"Theirs"))
    hashed = base.replace(b'"bytes": ', b'"bytes": 1')
    assert descriptor(package, base, hashed, theirs) == theirs
    assert descriptor(package, base, ours, hashed) == ours
    assert descriptor(package, base, ours, theirs) is None
