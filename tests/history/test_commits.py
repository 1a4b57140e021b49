"""Which commits are read, in which order, and under which name of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.history import git
from tests.history.conftest import Repo, Run, commits, lines, short

ROWS = "".join(f"{number},{'abc'[number % 3]}{number}\n" for number in range(1, 20))
TABLE = f"id,x\n{ROWS}"


def hashes(repo: Repo, path: str = "a.csv") -> list[tuple[str, str]]:
    found = git.history(git.find(str(repo.folder)), path)
    return [(commit.hash, commit.path) for commit in found]


def test_commits_that_touch_the_file_are_listed_oldest_first(repo: Repo) -> None:
    first = repo.commit(a="id,x\n1,a\n")
    repo.commit(b="other")
    third = repo.commit(a="id,x\n1,b\n")

    assert hashes(repo) == [(first, "a.csv"), (third, "a.csv")]


def test_a_rename_is_followed_even_if_cells_changed_with_it(repo: Repo) -> None:
    first = repo.commit(a=TABLE)
    repo.git("mv", "a.csv", "b.csv")
    second = repo.commit(b=TABLE.replace("a3", "A3"))
    third = repo.commit(b=TABLE.replace("a3", "AA3"))

    assert hashes(repo, "b.csv") == [(first, "a.csv"), (second, "b.csv"), (third, "b.csv")]


def test_a_copy_has_no_history_before_it_was_made(repo: Repo) -> None:
    repo.commit(a=TABLE)
    copied = repo.commit(b=TABLE)

    assert hashes(repo, "b.csv") == [(copied, "b.csv")]


def test_a_file_restored_as_a_copy_keeps_its_own_history(repo: Repo) -> None:
    own = [repo.commit(b="id,x\nown,1\n"), repo.commit(b=None)]
    repo.commit(a=TABLE)
    back = repo.commit(b=TABLE)

    assert [name for name, _ in hashes(repo, "b.csv")] == [*own, back]


def test_only_first_parents_of_a_merge_are_read(repo: Repo) -> None:
    first = repo.commit(a="id,x\n1,a\n2,b\n")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit(a="id,x\n1,SIDE\n2,b\n")
    repo.commit(a="id,x\n1,DONE\n2,b\n")
    repo.git("checkout", "--quiet", "main")
    repo.commit(b="other")
    repo.git("merge", "--quiet", "--no-edit", "side")
    merge = repo.git("rev-parse", "HEAD")

    assert [name for name, _ in hashes(repo)] == [first, merge]


def test_changes_of_a_merge_are_events_of_the_merge(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit(a="id,x\n1,b\n")
    repo.commit(a="id,x\n1,c\n")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "side")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out) == ["added 1", "changed 1 x:a>c"]


def test_the_time_is_the_committers_with_its_offset(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n")
    repo.commit(a="id,x\n1,b\n", zone="+0530")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert [line["committed_at"] for line in lines(out)] == [
        "2020-01-01T00:00:00+00:00",
        "2020-01-02T05:30:00+05:30",
    ]


def test_a_path_is_named_from_the_folder_on(repo: Repo, run: Run) -> None:
    (repo.folder / "deep").mkdir()
    repo.commit(**{"deep/a": "id,x\n1,a\n"})

    _, out, _ = run("adopt", repo.folder / "deep", "a.csv", "--key", "id", "--format", "json")

    assert [commit["path"] for commit in commits(out)] == ["deep/a.csv"]


def test_a_path_is_not_a_pattern(repo: Repo) -> None:
    repo.commit(a="id\n1\n")
    starred = repo.commit(**{"*": "id\n1\n2\n"})

    assert hashes(repo, "*.csv") == [(starred, "*.csv")]


def test_a_bare_repository_is_read(repo: Repo, tmp_path: Path, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n")
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))

    code, out, _ = run("adopt", tmp_path / "bare.git", "a.csv", "--key", "id")

    assert (code, short(out)) == (0, ["added 1"])


def test_a_shallow_clone_is_reported(repo: Repo, tmp_path: Path, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n")
    repo.commit(a="id,x\n1,b\n")
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.folder}", str(tmp_path / "part"))

    code, out, err = run("adopt", tmp_path / "part", "a.csv", "--key", "id")

    assert (code, short(out)) == (0, ["added 1"])
    assert "is a shallow clone" in err
    assert "git fetch --unshallow" in err


def test_a_hook_of_another_repository_does_not_mislead(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repo.commit(a="id\n1\n")
    other = Repo(tmp_path / "other")
    other.commit(a="id\n2\n")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))

    assert hashes(repo) == [(first, "a.csv")]


def test_settings_of_the_user_change_nothing(repo: Repo) -> None:
    repo.commit(a=TABLE)
    repo.git("mv", "a.csv", "b.csv")
    repo.commit()
    plain = hashes(repo, "b.csv")
    for setting, value in (
        *(("diff.renames", "false"), ("log.showSignature", "true"), ("log.showRoot", "false")),
        *(("color.ui", "always"), ("log.date", "relative"), ("diff.renameLimit", "1")),
    ):
        repo.git("config", setting, value)

    assert hashes(repo, "b.csv") == plain
    assert len(plain) == 2
