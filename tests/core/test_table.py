"""Reading CSV as text, and writing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core.csv_table import dump, parse
from revisioned.core.errors import InputError

# Every text that UTF-8 can encode: all characters except lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]))


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        parse(data, "x.csv")
    return str(caught.value)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(texts, min_size=n, max_size=n))))
def test_what_is_dumped_is_parsed(rows: list[list[str]]) -> None:
    width = len(rows[0]) if rows else 1
    columns = [f"c{index}" for index in range(width)]

    table = parse(dump(columns, rows), "x.csv")

    assert table.columns == columns
    assert [cells for _, cells in table.records] == rows


def test_quoted_and_unquoted_empty_cells_are_equal() -> None:
    table = parse(b'a,b\n"",\n', "x.csv")

    assert [cells for _, cells in table.records] == [["", ""]]


def test_records_have_the_line_they_start_on() -> None:
    table = parse(b'a\n"x\ny"\n\nz\n', "x.csv")

    assert table.records == [(2, ["x\ny"]), (5, ["z"])]


def test_nothing_is_guessed() -> None:
    table = parse(b"a;b,c\n001,1e3\n", "x.csv")

    assert table.columns == ["a;b", "c"]
    assert table.records == [(2, ["001", "1e3"])]


def test_every_ragged_record_is_named() -> None:
    assert refusal(b"a,b\n1\n1,2\n1,2,3\n") == (
        "x.csv:2: 1 cell where the header has 2\nx.csv:4: 3 cells where the header has 2"
    )


def test_open_quote_is_reported_where_it_opens() -> None:
    assert refusal(b'a\n1\n"2\n3\n').startswith("x.csv:3: unbalanced or misplaced quote")


def test_bad_encoding_names_the_line() -> None:
    assert refusal(b"a\n1\n\xff\n") == "x.csv:3: not UTF-8: byte 0xff; save the file as UTF-8"


def test_bad_encoding_names_the_line_also_after_a_byte_order_mark() -> None:
    assert refusal(b"\xef\xbb\xbfa\n1\n\xff\n").startswith("x.csv:3: not UTF-8: byte 0xff")


def test_column_named_twice_is_refused() -> None:
    assert refusal(b"a,b,a\n") == "x.csv:1: a: two columns have this name"


def test_empty_file_is_refused() -> None:
    assert refusal(b"") == "x.csv:1: empty file: no header line"
