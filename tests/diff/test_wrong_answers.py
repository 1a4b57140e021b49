"""Wrong answers that tools for comparing tables are known to give."""

from __future__ import annotations

import unicodedata

import pytest

from revisioned.diff import compare
from revisioned.diff.compare import Options, silent
from revisioned.diff.engines import duckdb, sqlite
from revisioned.diff.model import Event
from revisioned.diff.source import Source
from tests.diff.conftest import File, Run


def events(old: Source, new: Source, *key: str) -> list[Event]:
    """The events, which must be the same from every engine."""
    options = Options(key or ("id",))
    schema = compare.diff_schema(old.name, old.header(), new.name, new.header(), options)
    found = list(compare.compare(old, new, options).events)
    assert list(sqlite.exact(schema, old, new, silent)[1]) == found
    assert list(duckdb.compared(schema, old, new, silent)[1]) == found
    return found


def test_an_added_record_with_empty_cells_is_an_event(file: File) -> None:
    old, new = file("a.csv", "id,x,y\n1,a,b\n"), file("b.csv", "id,x,y\n1,a,b\n2,,\n")

    assert events(old, new) == [Event(("2",), "added", row=("2", "", ""))]


def test_an_empty_key_is_refused(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1,a\n,b\n"), file("b.csv", "id,x\n1,a\n")

    code, out, err = run("diff", old.name, new.name, "--key", "id")

    assert (code, out) == (2, "")
    assert err == f"{old.name}:3: id: empty cell in the key\n"


def test_a_duplicate_key_is_refused_with_both_lines(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1,a\n2,b\n"), file("b.csv", "id,x\n1,a\n2,b\n1,c\n")

    code, out, err = run("diff", old.name, new.name, "--key", "id")

    assert (code, out) == (2, "")
    assert err == f"{new.name}:4: id: duplicate key, first on line 2\n"


def test_a_duplicate_key_is_refused_among_equal_records(file: File, run: Run) -> None:
    text = "id,x\n1,a\n2,b\n1,a\n"
    old, new = file("a.csv", text), file("b.csv", text)

    code, _, err = run("diff", old.name, new.name, "--key", "id")

    assert code == 2
    assert [line.split(":")[1] for line in err.splitlines()] == ["4", "4"]


@pytest.mark.parametrize("columns", ["id,x", "x,id"])
def test_a_duplicate_of_a_record_dropped_by_the_fast_path_is_refused(
    file: File, run: Run, columns: str
) -> None:
    def line(key: object, x: object) -> str:
        return f"{key},{x}\n" if columns == "id,x" else f"{x},{key}\n"

    text = f"{columns}\n" + "".join(line(number, "same") for number in range(5000))
    old, new = file("a.csv", text), file("b.csv", text + line(7, "other"))

    code, _, err = run("diff", old.name, new.name, "--key", "id")

    assert code == 2
    assert err == f"{new.name}:5002: id: duplicate key, first on line 9\n"


def test_numbers_are_text(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,007\n2,1.0\n"), file("b.csv", "id,x\n1,7\n2,1\n")

    assert [(event.old, event.new) for event in events(old, new)] == [("007", "7"), ("1.0", "1")]


def test_keys_are_text(file: File) -> None:
    old, new = file("a.csv", "id,x\n007,a\n"), file("b.csv", "id,x\n7,a\n")

    assert [(event.key, event.op) for event in events(old, new)] == [
        (("007",), "removed"),
        (("7",), "added"),
    ]


def test_a_quoted_empty_cell_is_an_empty_cell(file: File) -> None:
    old, new = file("a.csv", 'id,x,y\n1,"",a\n'), file("b.csv", "id,x,y\n1,,a\n")

    assert events(old, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")),
        ("a", "a "),
        ("a", "A"),
        ("a b", "a\u00a0b"),
        ("a", "\ufeffa"),
    ],
    ids=["normal form", "trailing space", "case", "no-break space", "byte order mark"],
)
def test_what_looks_alike_is_not_the_same(file: File, old: str, new: str) -> None:
    found = events(file("a.csv", f"id,x\n1,{old}\n"), file("b.csv", f"id,x\n1,{new}\n"))

    assert found == [Event(("1",), "changed", "x", old, new)]


def test_line_ends_of_a_file_are_not_data(file: File) -> None:
    old, new = file("a.csv", b"id,x\n1,a\n"), file("b.csv", b"id,x\r\n1,a\r\n")
    options = Options(("id",))

    assert compare.compare(old, new, options).whole().events == ()


def test_line_ends_in_a_cell_are_data(file: File) -> None:
    old, new = file("a.csv", 'id,x\n1,"a\nb"\n'), file("b.csv", 'id,x\n1,"a\r\nb"\n')

    assert events(old, new) == [Event(("1",), "changed", "x", "a\nb", "a\r\nb")]


def test_a_byte_order_mark_before_the_header_is_not_data(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,a\n"), file("b.csv", "\ufeffid,x\n1,a\n")

    assert events(old, new) == []


def test_a_line_that_is_a_record_here_and_part_of_a_cell_there_differs(file: File) -> None:
    old, new = file("a.csv", "id,x\n1,a\n2,b\n3,c\n"), file("b.csv", 'id,x\n1,"a\n2,b\n"\n3,c\n')

    assert events(old, new) == [
        Event(("1",), "changed", "x", "a", "a\n2,b\n"),
        Event(("2",), "removed", row=("2", "b")),
    ]


def test_columns_in_another_order_are_not_a_difference(file: File) -> None:
    old, new = file("a.csv", "id,x,y\n1,a,b\n"), file("b.csv", "y,id,x\nb,1,a\n")

    assert events(old, new) == []


def test_every_changed_cell_of_a_large_file_is_found_by_every_engine(file: File) -> None:
    """Over many blocks of each reader, with quoted commas and line ends at block borders."""
    rows = [
        [f"{number:05}", f'"a,""{number}\n"' if number % 3 else "b"] for number in range(60_000)
    ]
    old = file("a.csv", "id,x\n" + "".join(",".join(row) + "\n" for row in rows))
    for row in rows[::1000]:
        row[1] = "changed"
    new = file("b.csv", "id,x\n" + "".join(",".join(row) + "\n" for row in rows))

    found = events(old, new)

    assert [event.key[0] for event in found] == [
        f"{number:05}" for number in range(0, 60_000, 1000)
    ]
