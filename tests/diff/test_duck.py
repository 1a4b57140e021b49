"""A result of DuckDB is used only if it read the file exactly, and what it writes is what we would
write."""

from __future__ import annotations

import io
import json
import tempfile
from csv import DictReader
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.diff.compare import silent
from revisioned.diff.engines import duckdb, duckdb_lines, fast_path, sqlite
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
from revisioned.diff.formats import csv
from revisioned.diff.model import CsvWritable, Diff, DiffSchema
from tests.diff.conftest import File
from tests.diff.tables import NAMES, NASTY, Pair, pairs, written
from tests.laws import law

COLUMNS = ("id", "x")
SCHEMA = DiffSchema(("id",), COLUMNS, COLUMNS)
PLAIN = "a,1\nb,2\nc,3\n"


@pytest.fixture(params=[False, True], ids=["cells", "lines"])
def by_lines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether lines that both files have are dropped before cells are read."""
    monkeypatch.setattr(fast_path, "alike", lambda *_: not request.param)
    return bool(request.param)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a,1,\nb,2\n", "a,1,\nb,2\n"),
        ('a, "1"\nb,2\n', 'a, "1"\nb,2\n'),
        ('a,"1" \nb,2\n', 'a,"1" \nb,2\n'),
        ("a,1\n\nb,2\n", "a,1\n\nb,2\n"),
        ("a,1\na,1\nb,2\n", "a,1\nb,2\n"),
        ("a,1\na,1\nb,2\n", "a,1\na,1\nb,2\n"),
        ("a,1\nb,2\n", "a,1\na,2\nb,2\n"),
        ("a,1\na,1\n", "b,1\n"),
        (",1\nb,2\n", ",1\nb,2\n"),
        (PLAIN, "a,1\r\nb,2\r\nc,3\r\n"),
        (PLAIN, "c,3\nb,2\na,1\nb,4\n"),
        (PLAIN, "c,3\nb,2\nb,2\na,1\n"),
        (PLAIN, "c,3\nb,2\n\na,1\n"),
        (PLAIN, "c,3\nb,2\ra,1\n"),
        (PLAIN, "c,3\nb,2,\na,1\n"),
    ],
    ids=repr,
)
@pytest.mark.usefixtures("by_lines")
def test_it_declines_malformed_csv_even_if_both_files_have_it(
    file: File, old: str, new: str
) -> None:
    for sides in ((old, new), (new, old)):
        sources = [
            file(f"{name}.csv", "id,x\n" + side) for name, side in zip("ab", sides, strict=True)
        ]

        with pytest.raises(FastPathUnsupportedError):
            duckdb.compared(SCHEMA, *sources, silent)


def test_surplus_bytes_do_not_hide_missing_ones(file: File) -> None:
    # The double record adds as many bytes as the missing commas take away.
    sources = file("a.csv", "id,x\na,1\na,1\nb,2\n"), file("b.csv", "id,x\na,1,,,,\nb,2\n")

    with pytest.raises(FastPathUnsupportedError):
        duckdb.compared(SCHEMA, *sources, silent)


def test_it_reads_a_file_without_a_last_line_end(file: File) -> None:
    sources = file("a.csv", "id,x\n" + PLAIN), file("b.csv", "id,x\n" + PLAIN.rstrip())

    assert list(duckdb.compared(SCHEMA, *sources, silent)[1]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a,1\nb,2\nc,3\nd,4\n", "d,4\nc,0\na,1\ne,5\n"),
        ("a,1\nb,2\n", "b,2\na,1"),
        ("a,1\nb,2", "b,2\na,1\n"),
        ('a,"1,"\nb,"""2"\n', 'b,"""2"\na,"1"\n'),
    ],
    ids=repr,
)
def test_lines_in_another_order_are_dropped(
    file: File, by_lines: bool, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    proved = Mock(wraps=duckdb_lines.adds_up)
    monkeypatch.setattr(duckdb_lines, "adds_up", proved)
    sources = file("a.csv", "id,x\n" + old), file("b.csv", "id,x\n" + new)

    _, found = duckdb.compared(SCHEMA, *sources, silent)

    assert list(found) == list(sqlite.exact(SCHEMA, *sources, silent)[1])
    assert proved.called is by_lines


@pytest.mark.usefixtures("by_lines")
def test_cells_over_several_lines_are_not_taken_for_lines(file: File) -> None:
    old, new = 'a,"x\ny"\nb,"x\nz"\n', 'a,"x\nz"\nb,"x\ny"\n'
    sources = file("a.csv", "id,x\n" + old), file("b.csv", "id,x\n" + new)

    _, found = duckdb.compared(SCHEMA, *sources, silent)

    assert list(found) == list(sqlite.exact(SCHEMA, *sources, silent)[1])


@law()
@given(pairs(), st.booleans())
def test_the_csv_that_it_writes_is_ours_byte_by_byte(pair: Pair, is_alike: bool) -> None:
    alike = patch.object(fast_path, "alike", lambda *_: is_alike)
    with tempfile.TemporaryDirectory() as folder, alike:
        old = written(Path(folder) / "old.csv", pair.columns, pair.old)
        new = written(Path(folder) / "new.csv", pair.columns, pair.new)
        try:
            _, found = duckdb.compared(pair.schema, old, new, silent)
        except FastPathUnsupportedError:
            return
        direct = Diff("old", "new", pair.schema, found)
        ours = Diff("old", "new", pair.schema, tuple(found))

    assert isinstance(found, CsvWritable)
    assert "".join(csv.render(direct)) == "".join(csv.render(ours))


@pytest.mark.parametrize("key", ["id", 'q"q', "x,y"])
def test_names_and_cells_are_quoted_as_ours(tmp_path: Path, key: str) -> None:
    columns = (key, *(name for name in NAMES if name != key))
    schema = DiffSchema((key,), columns, columns)
    others = len(columns) - 1
    keys = [f"{number}{cell}" for number, cell in enumerate(NASTY)]
    rows = [(name, *[cell] * others) for name, cell in zip(keys, NASTY, strict=True)]
    was = [(name, *["was"] * others) for name in keys]
    old = written(tmp_path / "old.csv", columns, [*was, ("gone", *NASTY[:others])])
    new = written(tmp_path / "new.csv", columns, [*rows, ("new", *NASTY[-others:])])

    _, found = duckdb.compared(schema, old, new, silent)
    ours = Diff("old", "new", schema, tuple(found))

    assert len(tuple(found)) == len(NASTY) * others + 2
    assert "".join(csv.render(Diff("old", "new", schema, found))) == "".join(csv.render(ours))


def test_records_are_json_as_ours_whatever_the_character(tmp_path: Path) -> None:
    # Another test covers 0x00 and line ends. é, 𝄞 and 0x7f are not escaped.
    odd = [chr(code) for code in range(1, 0x80) if chr(code) not in "\n\r"] + ["é", "\u2028", "𝄞"]
    old = written(tmp_path / "old.csv", COLUMNS, [("a", "1")])
    new = written(tmp_path / "new.csv", COLUMNS, [(f"{ord(one):06}", one) for one in odd])

    _, found = duckdb.compared(SCHEMA, old, new, silent)

    lines = "".join(csv.render(Diff("old", "new", SCHEMA, found)))
    assert lines == "".join(csv.render(Diff("old", "new", SCHEMA, tuple(found))))
    rows = [line["row"] for line in DictReader(io.StringIO(lines)) if line["op"] == "added"]
    assert [json.loads(row)["x"] for row in rows] == odd


def test_a_name_over_several_lines_is_declined(tmp_path: Path) -> None:
    columns = ("id", "x\ny")
    source = written(tmp_path / "a.csv", columns, [("a", "1")])

    with pytest.raises(FastPathUnsupportedError):
        duckdb.compared(DiffSchema(("id",), columns, columns), source, source, silent)
