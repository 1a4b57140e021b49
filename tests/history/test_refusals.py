"""What cannot be adopted is refused with exit code 2 and what to do; nothing goes to standard
output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.conftest import Repo, Run


def test_a_key_is_needed(repo: Repo, run: Run) -> None:
    code, out, err = run("adopt", repo.folder, "a.csv")

    assert (code, out) == (2, "")
    assert err == "say which columns name a row: --key COLUMN, or --key A,B\n"


def test_a_folder_without_a_repository(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    code, out, err = run("adopt", tmp_path, "a.csv", "--key", "id")

    assert (code, out) == (2, "")
    assert "not a git repository" in err
    assert err.endswith("Name the folder of a git repository.\n")


def test_a_folder_that_is_not_there(tmp_path: Path, run: Run) -> None:
    code, _, err = run("adopt", tmp_path / "none", "a.csv", "--key", "id")

    assert code == 2
    assert "No such file or directory" in err


def test_a_repository_without_commits(repo: Repo, run: Run) -> None:
    code, _, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert code == 2
    assert err.startswith("git cannot list the commits of ")


def test_a_file_that_no_commit_has(repo: Repo, run: Run) -> None:
    repo.commit(a="id\n1\n")

    code, out, err = run("adopt", repo.folder, "b.csv", "--key", "id")

    assert (code, out) == (2, "")
    assert err == f"no commit of '{repo.folder}' has a file 'b.csv'; check its name\n"


def test_a_folder_in_the_repository(repo: Repo, run: Run) -> None:
    (repo.folder / "deep").mkdir()
    repo.commit(**{"deep/a": "id\n1\n"})

    code, _, err = run("adopt", repo.folder, "deep", "--key", "id")

    assert (code, err) == (2, f"'deep' is a folder in '{repo.folder}'; name a file\n")


@pytest.mark.parametrize("path", ["../a.csv", "/a.csv"])
def test_a_file_outside_of_the_repository(repo: Repo, run: Run, path: str) -> None:
    code, _, err = run("adopt", repo.folder, path, "--key", "id")

    assert code == 2
    assert err == f"'{path}' is outside '{repo.folder}'; name a file inside it\n"


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_a_key_that_no_version_has(repo: Repo, run: Run, format_: str) -> None:
    repo.commit(a="id\n1\n")
    repo.commit(a="id\n2\n")

    code, out, err = run("adopt", repo.folder, "a.csv", "--key", "no", "--format", format_)

    assert (code, out) == (2, "")
    assert err.count("the key is not among the columns") == 2
    assert err.splitlines()[-1].startswith("no version of 'a.csv' can be used with the key no;")


def test_a_store_needs_a_file(repo: Repo, run: Run) -> None:
    code, _, err = run("adopt", repo.folder, "a.csv", "--key", "id", "--format", "sqlite")

    assert (code, err) == (2, "say where the store is, or is to be: --output FILE\n")


def test_text_goes_to_standard_output(repo: Repo, tmp_path: Path, run: Run) -> None:
    words = ("--key", "id", "--output", tmp_path / "a.csv")

    code, _, err = run("adopt", repo.folder, "a.csv", *words)

    assert code == 2
    assert err == "csv goes to standard output; --output is for --format sqlite\n"


def test_a_clone_that_lacks_a_version(repo: Repo, run: Run) -> None:
    repo.commit(a="id\n1\n")
    blob = repo.git("rev-parse", "HEAD:a.csv")
    (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    code, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert (code, out) == (2, "")
    assert "the clone is partial or damaged: clone it whole" in err
