"""Versions that cannot be used are skipped with a message; the history continues with the next
one."""

from __future__ import annotations

import pytest

from tests.history.conftest import Repo, Run, short

GOOD = "id,x\n1,a\n2,b\n3,c\n"
BAD = {
    "absent": (None, "absent: this commit removes the file"),
    "ragged": ("id,x\n1,a\n2\n", "a.csv:3: 1 cell where the header has 2"),
    "not UTF-8": (b"id,x\n1,a\n2,\xff\n3,c\n", "a.csv:3: not UTF-8: byte 0xff"),
    "an open quote": ('id,x\n1,a\n2,"b\n3,c\n', "a.csv:3: unbalanced or misplaced quote"),
    "text behind a quote": ('id,x\n1,a\n2,"b"c\n3,c\n', "a.csv:3: unbalanced or misplaced quote"),
    "no key column": ("no,x\n1,a\n", "a.csv:1: id: the key is not among the columns"),
    "an empty key": ("id,x\n1,a\n2,b\n,c\n", "a.csv:4: id: empty cell in the key"),
    "a double key": (
        GOOD + "1,d\n",
        "a.csv:5: id: duplicate key, first on line 2",
    ),
    "a record twice": (
        GOOD + "2,b\n",
        "a.csv:5: id: duplicate key, first on line 3",
    ),
    "a key that is double among new rows": (
        GOOD + "4,d\n4,e\n",
        "a.csv:6: id: duplicate key, first on line 5",
    ),
    "two columns of one name": ("id,x,x\n1,a,b\n", "a.csv:1: x: two columns have this name"),
    "nothing": ("", "a.csv: empty file (0 bytes): no header line"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_it_is_skipped_and_the_next_version_compared_with_the_previous(
    repo: Repo, run: Run, content: str | bytes | None, reason: str
) -> None:
    repo.commit(a=GOOD)
    bad = repo.commit(a=content)
    repo.commit(a=GOOD.replace("b", "B"))

    code, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert code == 0
    assert err.startswith(f"skipped {bad} (2020-01-02T00:00:00+00:00): {reason}")
    assert short(out) == ["added 1", "added 2", "added 3", "changed 2 x:b>B"]


@pytest.mark.parametrize("columns", ["id,x", "x,id"])
def test_a_duplicate_of_a_kept_row_is_found_in_an_added_one(
    repo: Repo, run: Run, columns: str
) -> None:
    rows = [f"{n},same{n}\n" if columns == "id,x" else f"same{n},{n}\n" for n in range(3000)]
    repo.commit(a=f"{columns}\n" + "".join(rows))
    repo.commit(a=f"{columns}\n" + "".join(rows) + ("7,new\n" if columns == "id,x" else "new,7\n"))

    _, _, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert "a.csv:3002: id: duplicate key, first on line 9" in err


def test_a_duplicate_of_a_row_added_later_is_found(repo: Repo, run: Run) -> None:
    repo.commit(a=GOOD)
    repo.commit(a=GOOD + "4,d\n")
    repo.commit(a=GOOD + "4,d\n4,e\n")

    _, _, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert "a.csv:6: id: duplicate key, first on line 5" in err


def test_a_link_in_place_of_the_file_is_skipped(repo: Repo, run: Run) -> None:
    repo.commit(a=GOOD)
    (repo.folder / "a.csv").unlink()
    (repo.folder / "a.csv").symlink_to("elsewhere")
    repo.commit()

    _, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert "a link or a submodule, not a file" in err
    assert len(short(out)) == 3


def test_the_first_version_that_can_be_used_is_the_one_that_is_added(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1\n2\n3\n")
    repo.commit(a=GOOD)

    _, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert err.endswith("a.csv:2: 1 cell where the header has 2 (and 2 more)\n")
    assert short(out) == ["added 1", "added 2", "added 3"]


def test_newer_name_of_the_file_is_said(repo: Repo, run: Run) -> None:
    repo.commit(a=GOOD)
    repo.commit(a=None, b=GOOD)

    code, _, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert code == 0
    assert err.endswith("absent: this commit renames the file to 'b.csv'\n")
