"""`git diff` with our command as its driver, run by git."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.history.conftest import Repo

DRIVER = f"PYTHONPATH={ROOT} {sys.executable} -m scripts diff"


@pytest.fixture
def driven(repo: Repo) -> Repo:
    """A repository whose CSV files are compared by our command, with the key `id`."""
    (repo.folder / ".gitattributes").write_text("*.csv diff=table\n")
    repo.git("config", "diff.table.command", f"{DRIVER} --key id")
    return repo


def test_a_changed_file_is_shown_by_record(driven: Repo) -> None:
    driven.commit(a="id,x\n1,a\n2,b\n")
    driven.commit(a="id,x\n2,b\n1,A\n3,c\n")

    assert driven.git("diff", "HEAD~1").splitlines() == [
        *("--- a/a.csv", "+++ b/a.csv", "1 added, 0 removed, 1 changed in 1 cell", ""),
        *("~ 1", "    x: [-a-]{+A+}", "", "+ 3", "    x: c"),
    ]


def test_a_file_that_was_added_or_removed_has_all_records_so(driven: Repo) -> None:
    driven.commit(a="id,x\n1,a\n")
    driven.commit(a=None, b="id,y\n2,b\n")

    shown = driven.git("diff", "--no-renames", "HEAD~1")

    assert "0 added, 1 removed" in shown
    assert "1 added, 0 removed" in shown


def test_a_renamed_file_is_shown_under_both_names(driven: Repo) -> None:
    rows = "".join(f"{number},a\n" for number in range(50))
    driven.commit(a=f"id,x\n{rows}")
    driven.commit(a=None, b=f"id,x\n{rows}50,b\n")

    assert driven.git("diff", "-M", "HEAD~1").splitlines()[:2] == ["--- a/a.csv", "+++ b/b.csv"]


def test_a_file_that_cannot_be_compared_is_named_and_git_continues(driven: Repo) -> None:
    driven.commit(a="id,x\n1,a\n", b="id,x\n1,a\n")
    driven.commit(a="id,x\n1\n", b="id,x\n1,b\n")

    shown = driven.git("diff", "HEAD~1")

    assert "a.csv differs, and cannot be compared by record: a.csv:2: 1 cell" in shown
    assert "x: [-a-]{+b+}" in shown


def test_a_file_of_a_package_needs_no_key(wells_copy: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=wells_copy, check=True)
    (wells_copy / ".gitattributes").write_text("*.csv diff=table\n")
    subprocess.run(["git", "config", "diff.table.command", DRIVER], cwd=wells_copy, check=True)
    subprocess.run(["git", "add", "data/papers.csv"], cwd=wells_copy, check=True)
    path = wells_copy / "data/papers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("of all", "of most", 1))

    done = subprocess.run(
        ["git", "diff", "--", "data/papers.csv"], cwd=wells_copy, capture_output=True, text=True
    )

    assert "changed in 1 cell" in done.stdout, done.stderr
    assert "[-all-]{+most+}" in done.stdout


def test_a_checkout_with_line_ends_of_windows_has_the_same_bytes(tmp_path: Path) -> None:
    words = ["git", "clone", "--quiet", "--config", "core.autocrlf=true", str(ROOT)]
    subprocess.run([*words, str(tmp_path / "clone")], check=True, timeout=120)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "data", "releases", "datapackage.json"],
        cwd=tmp_path / "clone",
        capture_output=True,
        check=True,
    ).stdout

    for name in filter(None, listed.decode().split("\0")):
        assert b"\r\n" not in (tmp_path / "clone" / name).read_bytes()[:10_000], name


def test_an_unmerged_path_is_named_and_git_continues(driven: Repo) -> None:
    driven.commit(a="id,x\n1,a\n", b="id,x\n1,a\n")
    driven.git("checkout", "--quiet", "-b", "other")
    driven.commit(a="id,x\n1,b\n")
    driven.git("checkout", "--quiet", "main")
    driven.commit(a="id,x\n1,c\n")
    with pytest.raises(subprocess.CalledProcessError):
        driven.git("merge", "other")
    (driven.folder / "b.csv").write_text("id,x\n1,b\n")
    driven.git("add", "b.csv")

    shown = driven.git("diff", "--cached")

    assert "a.csv is unmerged; resolve its conflict, then compare it" in shown
    assert "x: [-a-]{+b+}" in shown
