"""The tabular diff, as a table and as daff reads it: when daff patches the old file with it, the
result is the new file."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core.csv_table import dump
from revisioned.diff.compare import Options, compare
from revisioned.diff.formats import tabular
from revisioned.diff.source import Source
from tests.diff.conftest import File
from tests.diff.tables import Reshaped, reshaped
from tests.laws import law

DAFF = Path(__file__).parent.parent / "node" / "node_modules" / ".bin" / "daff"
needs_daff = pytest.mark.skipif(
    not DAFF.exists() and not os.environ.get("CI"), reason="npm ci in tests/node brings daff"
)


def rendered(old: Source, new: Source, *key: str) -> str:
    return "".join(tabular.render(compare(old, new, Options(key or ("id",))).whole()))


def patched(old: Source, new: Source, *key: str) -> bytes:
    """What daff makes from the old file and our difference."""
    changes, after = old.path.with_name("diff.csv"), old.path.with_name("after.csv")
    changes.write_bytes(rendered(old, new, *key).encode())
    words = [DAFF, "patch", "--output", after, old.path, changes]
    subprocess.run(words, check=True, capture_output=True, timeout=60)
    return after.read_bytes()


def lines(data: bytes) -> list[bytes]:
    header, *records = data.replace(b"\r\n", b"\n").splitlines(keepends=True)
    return [header, *sorted(records)]


def test_a_changed_cell_has_an_arrow_and_the_record_its_other_cells(file: File) -> None:
    old, new = file("a.csv", "id,x,y\n1,a,b\n"), file("b.csv", "id,x,y\n1,A,b\n2,c,d\n")

    assert rendered(old, new) == "@@,id,x,y\n+++,2,c,d\n->,1,a->A,b\n"


def test_the_arrow_grows_until_no_cell_of_the_record_has_it(file: File) -> None:
    old, new = file("a.csv", "id,x,y\n1,a,b->c-->d\n"), file("b.csv", "id,x,y\n1,A,b->c-->d\n")

    assert rendered(old, new) == "@@,id,x,y\n--->,1,a--->A,b->c-->d\n"


def test_columns_of_one_side_are_marked(file: File) -> None:
    old, new = file("a.csv", "id,gone\n1,a\n2,b\n"), file("b.csv", "id,new\n1,c\n3,d\n")

    assert rendered(old, new) == "!,,+++,---\n@@,id,new,gone\n+++,3,d,\n---,2,,b\n+,1,c,a\n"


def test_the_word_null_has_an_underscore_where_a_cell_becomes_it(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,a\n2,b\n"), file("b.csv", "id,x\n1,NULL\n2,_NULL\n")

    assert rendered(old, new) == "@@,id,x\n->,1,a->_NULL\n->,2,b->__NULL\n"


def test_a_cell_with_the_word_null_is_a_removed_and_an_added_record(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,NULL\n"), file("b.csv", "id,x\n1,a\n")

    assert rendered(old, new) == "@@,id,x\n+++,1,a\n---,1,NULL\n"


def test_the_word_null_has_an_underscore_in_what_is_new(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,NULL\n"), file("b.csv", "id,x,y\n1,NULL,_NULL\n2,NULL,a\n")

    assert rendered(old, new) == "!,,,+++\n@@,id,x,y\n+++,2,_NULL,a\n+,1,NULL,__NULL\n"


def test_a_change_of_spaces_is_a_record_removed_and_one_added(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,a b\n"), file("b.csv", "id,x\n1,a  b\n")

    assert rendered(old, new) == "@@,id,x\n+++,1,a  b\n---,1,a b\n"


@needs_daff
def test_daff_makes_the_second_printing_of_the_first(file: File) -> None:
    names = ("2026-01-07-memorandum.csv", "2026-01-08-article.csv")
    old, new = (file(name, Path("data/prints", name).read_bytes()) for name in names)

    assert lines(patched(old, new, "org_id")) == lines(new.path.read_bytes())


@needs_daff
def test_daff_adds_removes_renames_and_moves_columns(file: File) -> None:
    old = file("a.csv", "id,gone,x,was,y\n1,a,b,p,\n2,c,d,q,z\n3,e,f,r,z\n")
    new = file("b.csv", "id,y,x,new,is\n1,,B,n,p\n2,z,d,,q\n4,g,h,i,j\n")

    assert lines(patched(old, new)) == lines(new.path.read_bytes())


@pytest.fixture(scope="module")
def patch() -> Iterator[Callable[[str, str], str]]:
    """What daff makes from an old table and a difference; one process for many tables."""
    with subprocess.Popen(
        ["node", DAFF.parents[2] / "patch.js"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as node:
        assert node.stdin
        assert node.stdout
        given, said = node.stdin, node.stdout

        def of(old: str, changes: str) -> str:
            print(json.dumps({"old": old, "changes": changes}), file=given, flush=True)
            return str(json.loads(said.readline()))

        yield of
        given.close()


# Keys are letters: daff takes the key NULL for a missing one.
@needs_daff
@law()
@given(pair=reshaped(st.sampled_from("abcdefgh")))
def test_daff_makes_the_new_table_whatever_changed_in_its_columns(
    patch: Callable[[str, str], str], pair: Reshaped
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = pair.sources(Path(folder))
        made = patch(old.path.read_bytes().decode(), rendered(old, new, *pair.key))

        assert table(made.encode()) == table(new.path.read_bytes())


@needs_daff
def test_daff_empties_a_cell_with_the_word_null(file: File) -> None:
    header = "b,c,d,e,f,id\n"
    old, new = file("a.csv", header + "NULL,,,,,1\n"), file("b.csv", header + ",,,,,1\n")

    assert lines(patched(old, new)) == lines(new.path.read_bytes())


@needs_daff
def test_daff_adds_a_record_to_a_file_out_of_order(file: File) -> None:
    old, new = file("a.csv", "id\na\nb\nd\nc\ne\nf\n"), file("b.csv", "id\ne\nf\ng\n")

    assert lines(patched(old, new)) == lines(new.path.read_bytes())


# The limits of daff that docs/compare.md lists.
@needs_daff
@pytest.mark.parametrize("key", ["NULL", "null", "undefined"])
def test_daff_does_not_find_a_key_that_it_takes_for_missing(file: File, key: str) -> None:
    old, new = file("a.csv", f"id\na\n{key}\n"), file("b.csv", "id\na\n")

    assert lines(patched(old, new)) != lines(new.path.read_bytes())


@needs_daff
def test_daff_takes_a_single_underscore_for_the_header_if_a_column_is_added(file: File) -> None:
    old, new = file("a.csv", "x,id\n,1\n,2\n_,3\n"), file("b.csv", "x,id,y\n_,3,\n")

    assert lines(patched(old, new)) != lines(new.path.read_bytes())


@needs_daff
@pytest.mark.parametrize(
    ("cell", "becomes"),
    [("_NULL", "NULL"), ('"a\n""b"', '"a"\n"b"')],
    ids=["underscore", "line end before a quote"],
)
def test_daff_writes_some_cells_wrong(file: File, cell: str, becomes: str) -> None:
    old, new = file("a.csv", f"id,x\n1,{cell}\n"), file("b.csv", f"id,x\n1,{cell}\n2,a\n")
    after = patched(old, new).replace(b"\r\n", b"\n").decode()

    assert f"1,{becomes}\n" in after


@needs_daff
def test_daff_loses_records_that_five_columns_do_not_distinguish(file: File) -> None:
    header = "country,name,capital,region,code,year,x\n"
    records = [f"{c},{c * 2},{c * 3},{c * 4},{c * 5},{year},1" for c in "abcd" for year in (1, 2)]
    old = file("a.csv", "\n".join([header.strip(), *records, ""]))
    new = file("b.csv", old.path.read_text().replace("aaaaa,1,1", "aaaaa,1,2"))
    theirs = old.path.with_name("theirs.csv")
    words = ["diff", "--id", "country", "--id", "year", "--output", theirs, old.path, new.path]
    subprocess.run([DAFF, *words], check=True, capture_output=True, timeout=60)

    assert rendered(old, new, "country", "year").endswith("->,a,aa,aaa,aaaa,aaaaa,1,1->2\n")
    assert b"->,a,aa,...,aaaaa,1,1->2" in theirs.read_bytes()
    for changes in (rendered(old, new, "country", "year"), theirs.read_text()):
        theirs.write_text(changes)
        words = ["patch", "--output", theirs.with_name("after.csv"), old.path, theirs]
        subprocess.run([DAFF, *words], check=True, capture_output=True, timeout=60)

        assert table(theirs.with_name("after.csv").read_bytes()) != table(new.path.read_bytes())


def table(data: bytes) -> tuple[list[str], list[list[str]]]:
    header, *records = csv.reader(io.StringIO(data.decode(), newline=""))
    return header, sorted(filter(None, records))


@needs_daff
def test_daff_patches_markers_and_quotes(file: File) -> None:
    odd = ["a->b", "->", "-->x", "+++", "---", "@@", "!", ":::", "...", "NULL", '"', 'a"b', "a,b"]
    odd += ["a\nb", "", "_x", "聯合國", "@@x", "!x", "->\n->"]
    rows = [[f"{number}", cell, odd[number - 3]] for number, cell in enumerate(odd)]
    changed = [[key, cell, odd[len(odd) - 1 - int(key)]] for key, cell, _ in rows[2:]]
    changed += [[f"n{number}", cell, cell] for number, cell in enumerate(odd)]
    old = file("a.csv", dump(["id", "x", "y"], rows))
    new = file("b.csv", dump(["id", "x", "y"], changed))

    assert lines(patched(old, new)) == lines(new.path.read_bytes())


@needs_daff
def test_daff_patches_a_table_of_many_columns(file: File) -> None:
    chance = random.Random(1)
    words = ["", "a", "b", "NULL", "x y", "a->b", "1", "01"]
    columns = ["p", "q", *"abcdefgh"]
    rows = [[f"{n // 10}", f"{n % 10}", *chance.choices(words, k=8)] for n in range(200)]
    later = [[*row] for row in rows if chance.random() > 0.1]
    for row in later[::3]:
        row[chance.randrange(2, 10)] = chance.choice(words)
    later += [[f"{n}", "new", *chance.choices(words, k=8)] for n in range(20)]
    old, new = file("a.csv", dump(columns, rows)), file("b.csv", dump(columns, later))

    assert lines(patched(old, new, "p", "q")) == lines(new.path.read_bytes())
