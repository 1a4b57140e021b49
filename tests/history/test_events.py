"""What counts as an event of a commit."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.history.conftest import Repo, Run, commits, lines, short

COUNTS = ("added", "removed", "changed", "cells", "filled", "emptied")


def columns(old: list[str], new: list[str]) -> dict[str, list[str]]:
    """The columns in the JSON if none was renamed or left out."""
    return {
        "old": old,
        "new": new,
        "added": [name for name in new if name not in old],
        "removed": [name for name in old if name not in new],
        "renamed": [],
        "ignored": [],
    }


def test_rows_of_the_first_version_are_added_and_later_changes_are_cells(
    repo: Repo, run: Run
) -> None:
    first = repo.commit(a="id,x,y\n2,b,\n1,a,é\n")
    second = repo.commit(a="id,x,y\n2,B,c\n1,a,é\n")

    code, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert (code, err) == (0, "")
    day = "2020-01-01T00:00:00+00:00"
    assert out == (
        "commit,committed_at,key_id,op,field,old,new,row\n"
        f'{first},{day},1,added,,,,"{{""id"": ""1"", ""x"": ""a"", ""y"": ""é""}}"\n'
        f'{first},{day},2,added,,,,"{{""id"": ""2"", ""x"": ""b"", ""y"": """"}}"\n'
        f"{second},2020-01-02T00:00:00+00:00,2,changed,x,b,B,\n"
        f"{second},2020-01-02T00:00:00+00:00,2,changed,y,,c,\n"
    )


def test_the_json_has_a_difference_for_each_commit(repo: Repo, run: Run) -> None:
    first = repo.commit(a="id,x\n1,a\n")
    second = repo.commit(a="id,x\n1\n")
    third = repo.commit(a="id,y\n2,b\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id", "--format", "json")

    assert json.loads(out) == {
        "path": "a.csv",
        "key": ["id"],
        "commits": [
            {
                "commit": first,
                "committed_at": "2020-01-01T00:00:00+00:00",
                "path": "a.csv",
                "columns": columns(["id", "x"], ["id", "x"]),
                "events": [{"key": {"id": "1"}, "op": "added", "row": {"id": "1", "x": "a"}}],
                "counts": dict.fromkeys(COUNTS, 0) | {"added": 1},
            },
            {
                "commit": second,
                "committed_at": "2020-01-02T00:00:00+00:00",
                "path": "a.csv",
                "skipped": "a.csv:2: 1 cell where the header has 2",
            },
            {
                "commit": third,
                "committed_at": "2020-01-03T00:00:00+00:00",
                "path": "a.csv",
                "columns": columns(["id", "x"], ["id", "y"]),
                "events": [
                    {"key": {"id": "1"}, "op": "removed", "row": {"id": "1", "x": "a"}},
                    {"key": {"id": "2"}, "op": "added", "row": {"id": "2", "y": "b"}},
                ],
                "counts": dict.fromkeys(COUNTS, 0) | {"added": 1, "removed": 1},
            },
        ],
    }


def test_a_row_that_is_dropped_and_restored_is_removed_and_added(repo: Repo, run: Run) -> None:
    for rows in ("1,a\n2,b\n", "2,b\n", "1,a\n2,b\n"):
        repo.commit(a=f"id,x\n{rows}")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out) == ["added 1", "added 2", "removed 1", "added 1"]
    assert json.loads(lines(out)[2]["row"]) == {"id": "1", "x": "a"}


def test_an_added_column_fills_the_rows_that_have_something_in_it(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n2,b\n")
    repo.commit(a="id,new,x\n1,n,a\n2,,b\n3,m,c\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out)[2:] == ["column_added  new:>", "filled 1 new:>n", "added 3"]
    assert json.loads(lines(out)[4]["row"]) == {"id": "3", "new": "m", "x": "c"}


def test_a_removed_column_empties_its_cells(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x,gone\n1,a,g\n2,b,\n3,c,h\n")
    repo.commit(a="id,x\n1,a\n2,b\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out)[3:] == ["column_removed  gone:>", "emptied 1 gone:g>", "removed 3"]
    assert json.loads(lines(out)[5]["row"]) == {"id": "3", "x": "c", "gone": "h"}


def test_columns_in_another_order_are_not_an_event(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x,y\n1,a,b\n")
    repo.commit(a="y,id,x\nb,1,a\n")
    repo.commit(a="y,id,x\nB,1,a\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out) == ["added 1", "changed 1 y:b>B"]


def test_the_key_may_have_several_columns(repo: Repo, run: Run) -> None:
    repo.commit(a="x,a,b\np,1,1\nq,1,2\nr,2,1\n")
    repo.commit(a="x,a,b\np,1,1\nQ,1,2\nr,2,2\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "b,a")

    assert [(line["key_b"], line["key_a"], line["op"]) for line in lines(out)[3:]] == [
        ("1", "2", "removed"),
        ("2", "1", "changed"),
        ("2", "2", "added"),
    ]


def test_rows_in_another_order_are_not_an_event(repo: Repo, run: Run) -> None:
    rows = [f'{number},"x, {number}"\n' for number in range(1000)]
    repo.commit(a="id,x\n" + "".join(rows))
    repo.commit(a="id,x\n" + "".join(reversed(rows)))
    repo.commit(a="id,x\n" + "".join(sorted(rows)).replace("x, 777", "X"))

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert short(out)[1000:] == ["changed 777 x:x, 777>X"]


def test_quotes_line_ends_and_the_mode_of_a_file_are_not_data(repo: Repo, run: Run) -> None:
    repo.commit(a='id,x\n1,a\n2,"b\nc"\n')
    repo.commit(a='"id","x"\r\n"1","a"\r\n2,"b\nc"\r\n')
    repo.commit(a='id,x\n"1",a\n2,"b\nc"')
    (repo.folder / "a.csv").chmod(0o755)
    repo.commit()

    _, out, err = run("adopt", repo.folder, "a.csv", "--key", "id", "--format", "json")

    assert [len(commit["events"]) for commit in commits(out)] == [2, 0, 0, 0]
    assert err == ""


def test_blank_lines_and_a_byte_order_mark_are_dropped(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n2,b\n")
    repo.commit(a="\ufeffid,x\n1,a\n\n2,b\n\n")
    repo.commit(a="\ufeffid,x\n\n1,a\n2,B\n")

    code, out, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert (code, err) == (0, "")
    assert short(out) == ["added 1", "added 2", "changed 2 x:b>B"]


def test_a_renamed_column_is_one_event(repo: Repo, run: Run) -> None:
    rows = [f"{number},{number % 7}\n" for number in range(1000)]
    repo.commit(a="id,was\n" + "".join(rows))
    repo.commit(a="id,is\n" + "".join(rows))

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    (line,) = lines(out)[1000:]
    assert (line["op"], line["old"], line["new"]) == ("column_renamed", "was", "is")


def test_events_are_those_of_diff(repo: Repo, run: Run, tmp_path: Path) -> None:
    versions = ("id,x,gone,was\n1,a,b,p\n2,,c,q\n", "is,id,new,x\np,1,n,A\nq,2,,\nr,3,m,\n")
    for number, version in enumerate(versions):
        (tmp_path / f"{number}.csv").write_text(version)
        repo.commit(a=version)

    _, adopted, _ = run("adopt", repo.folder, "a.csv", "--key", "id")
    files = [str(tmp_path / f"{number}.csv") for number in (0, 1)]
    _, compared, _ = run("diff", *files, "--key", "id", "--format", "csv")

    told = [{**line} for line in lines(adopted)[2:]]
    for line in told:
        del line["commit"], line["committed_at"]
    assert told == lines(compared)


@pytest.mark.parametrize("name", ["a.tsv", "a.csv.gz", "a.json"])
def test_versions_are_read_in_any_format_that_diff_reads(repo: Repo, run: Run, name: str) -> None:
    for x in "ab":
        data = {
            "a.tsv": f"id\tx\n1\t{x}\n".encode(),
            "a.csv.gz": gzip.compress(f"id,x\n1,{x}\n".encode()),
            "a.json": f'[{{"id": 1, "x": "{x}"}}]'.encode(),
        }[name]
        (repo.folder / name).write_bytes(data)
        repo.commit()

    _, out, _ = run("adopt", repo.folder, name, "--key", "id")

    assert short(out) == ["added 1", "changed 1 x:a>b"]


@pytest.mark.parametrize("words", [["--key", "b", "--key", "a"], ["--key", "b, a"]])
def test_the_key_may_be_repeated_or_listed(repo: Repo, run: Run, words: list[str]) -> None:
    repo.commit(a="x,a,b\np,1,1\n")

    _, out, _ = run("adopt", repo.folder, "a.csv", *words)

    assert [(line["key_b"], line["key_a"]) for line in lines(out)] == [("1", "1")]


def test_the_name_of_a_key_may_contain_a_comma(repo: Repo, run: Run) -> None:
    repo.commit(a='"Name, Official",x\na,1\n')

    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "Name, Official")

    assert lines(out)[0]["key_Name, Official"] == "a"


def test_a_git_lfs_pointer_is_reported_as_such(repo: Repo, run: Run) -> None:
    repo.commit(a="id,x\n1,a\n")
    repo.commit(a="version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")

    _, _, err = run("adopt", repo.folder, "a.csv", "--key", "id")

    assert "a.csv: a Git LFS pointer, not the file; get it with git lfs pull" in err
