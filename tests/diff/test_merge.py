"""Three-way merge: nothing of either side is lost, and a conflict names key and column."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.cli import main
from revisioned.core.csv_table import Table, parse
from revisioned.core.errors import InputError
from revisioned.diff.merge import Merged, merge
from tests.laws import law

COLUMNS = ("a", "b", "c", "d")
CELLS = st.sampled_from(["", "1", "2", 'é, "q"\nx'])
Rows = dict[str, dict[str, str]]


def table(rows: Rows, columns: tuple[str, ...] = ("a", "b")) -> Table:
    """A table with these records by key."""
    records = [
        (line, [key, *(row.get(name, "") for name in columns)])
        for line, (key, row) in enumerate(sorted(rows.items()), 2)
    ]
    return Table("file.csv", ["id", *columns], records)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with a few records and some of a few columns, in any order."""
    columns = tuple(draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=4)))
    keys = draw(st.lists(st.sampled_from("kmnop"), unique=True))
    return table({key: {name: draw(CELLS) for name in columns} for key in keys}, columns)


def content(merged: Merged | Table) -> tuple[list[str], list[list[str]]]:
    """Columns and sorted rows."""
    if isinstance(merged, Table):
        return merged.columns, sorted(cells for _, cells in merged.records)
    assert not merged.conflicts
    return list(merged.columns), sorted(map(list, merged.rows))


@law()
@given(tables(), tables())
def test_if_one_side_changed_nothing_the_other_is_the_result(base: Table, side: Table) -> None:
    assert content(merge(base, base, side, ["id"])) == content(side)
    assert content(merge(base, side, base, ["id"])) == content(side)


@law()
@given(tables(), tables())
def test_the_same_change_on_both_sides_is_not_a_conflict(base: Table, side: Table) -> None:
    assert content(merge(base, side, side, ["id"])) == content(side)


@law()
@given(
    st.dictionaries(st.sampled_from("kmnop"), st.tuples(CELLS, CELLS), min_size=1),
    st.data(),
)
def test_disjoint_edits_of_both_sides_are_in(
    start: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    base: Rows = {key: {"a": a, "b": b} for key, (a, b) in start.items()}
    ours: Rows = {key: dict(row) for key, row in base.items()}
    theirs: Rows = {key: dict(row) for key, row in base.items()}
    wanted: Rows = {key: dict(row) for key, row in base.items()}
    for key in start:
        for name in ("a", "b"):
            side = data.draw(st.sampled_from([ours, theirs, None]))
            if side is not None:
                side[key][name] = wanted[key][name] = data.draw(CELLS)
    ours["x"] = wanted["x"] = {"a": "new of ours"}
    theirs["y"] = wanted["y"] = {"b": "new of theirs"}
    merged = merge(table(base), table(ours), table(theirs), ["id"])
    assert content(merged) == content(table(wanted))


@law()
@given(tables(), tables(), tables())
def test_no_cell_is_lost_without_a_conflict(base: Table, ours: Table, theirs: Table) -> None:
    merged = merge(base, ours, theirs, ["id"])
    told = {(conflict.key, conflict.column) for conflict in merged.conflicts}
    result = {row[0]: dict(zip(merged.columns, row, strict=True)) for row in merged.rows}
    before = {row["id"]: row for row in base.dicts()}
    for side in (ours, theirs):
        for row in side.dicts():
            for name, cell in row.items():
                if cell != before.get(row["id"], {}).get(name, ""):
                    key = (row["id"],)
                    kept = result.get(row["id"], {}).get(name) == cell
                    assert kept or {(key, name), (key, "")} & told


@law()
@given(tables(), tables(), tables())
def test_the_sides_may_change_places(base: Table, ours: Table, theirs: Table) -> None:
    one, other = merge(base, ours, theirs, ["id"]), merge(base, theirs, ours, ["id"])
    assert {(c.key, c.column) for c in one.conflicts} == {
        (c.key, c.column) for c in other.conflicts
    }


def test_a_conflict_names_key_and_column(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base.csv", "ours.csv", "theirs.csv"))
    base.write_text("id,place,name\nx,1,old\ny,1,old\n")
    ours.write_text("id,place,name\nx,1,mine\n")
    theirs.write_text("id,place,name\nx,1,yours\ny,1,new\n")
    words = ["merge", *map(str, (base, ours, theirs)), "--key", "id, place"]
    assert main(words) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert "x, 1: name: base has 'old', ours has 'mine', theirs has 'yours'" in said.err
    assert "y, 1: base has 'id=y, place=1, name=old', ours has nothing, theirs has" in said.err
    assert main([*words, "--in-place"]) == 1
    assert ours.read_text() == "id,place,name\nx,1,mine\n"


def test_the_result_goes_to_standard_output_or_into_ours(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base.csv", "ours.csv", "theirs.csv"))
    base.write_bytes(b"")
    ours.write_text("id,name\na,1\nc,3\n")
    theirs.write_text("id,name\na,1\nb,2\n")
    words = ["merge", *map(str, (base, ours, theirs)), "--key", "id"]
    assert main(words) == 0
    assert capfd.readouterr().out == "id,name\na,1\nb,2\nc,3\n"
    assert main([*words, "--in-place"]) == 0
    assert ours.read_text() == "id,name\na,1\nb,2\nc,3\n"


def test_the_order_of_a_file_without_order_is_kept() -> None:
    sides = [
        Table("f", ["id"], [(n, [key]) for n, key in enumerate(keys, 2)])
        for keys in ("cab", "cdab", "caeb")
    ]
    assert [row[0] for row in merge(*sides, ["id"]).rows] == ["c", "d", "a", "e", "b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name\nx\n", "not among"),
        ("id\nx\nx\n", "duplicate key"),
        ('id,name\n"",x\n', "empty cell"),
    ],
)
def test_a_table_without_its_key_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n")
    (tmp_path / "b.csv").write_text(text)
    words = ["merge", *[str(tmp_path / f"{name}.csv") for name in "aab"], "--key", "id"]
    assert main(words) == 2
    with pytest.raises(InputError, match=reason):
        merge(table({}), table({}), parse(text.encode(), "b.csv"), ["id"])


def test_git_merges_a_table_by_its_key(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    driver = f"env PYTHONPATH={root} {sys.executable} -m scripts merge %O %A %B --key id --in-place"

    def git(*words: str) -> None:
        who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "merge.keyed.driver", driver)
    (tmp_path / ".gitattributes").write_text("*.csv merge=keyed\n")
    for branch, text in (
        ("main", "id,a,b\nx,1,1\ny,1,1\n"),
        ("one", "id,a,b\nx,2,1\ny,1,1\n"),
        ("two", "id,a,b\nx,1,2\ny,1,1\nz,1,1\n"),
    ):
        if branch != "main":
            git("checkout", "-q", "-b", branch, "main")
        (tmp_path / "list.csv").write_text(text)
        git("add", "--all")
        git("commit", "-q", "-m", branch)
    git("merge", "-q", "-m", "Merge", "one")
    assert (tmp_path / "list.csv").read_text() == "id,a,b\nx,2,2\ny,1,1\nz,1,1\n"
