"""Property-based tests over tables with any text in their cells."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core.csv_table import Table
from revisioned.diff import compare, patch
from revisioned.diff.compare import silent
from revisioned.diff.engines import csv_blocks, differing, duckdb, sqlite
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
from revisioned.diff.model import Diff
from revisioned.diff.source import Source
from tests.diff.tables import Pair, expected, pairs, written
from tests.laws import law

LAW = law()
FORMS = st.tuples(
    st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
LF = ("\n", csv.QUOTE_MINIMAL)


@contextmanager
def files(
    pair: Pair, old: tuple[str, int] = LF, new: tuple[str, int] = LF
) -> Iterator[list[Source]]:
    with tempfile.TemporaryDirectory() as folder:
        yield [
            written(Path(folder) / "old.csv", pair.columns, pair.old, *old),
            written(Path(folder) / "new.csv", pair.columns, pair.new, *new),
        ]


@LAW
@given(pairs(), FORMS, FORMS)
def test_compare_finds_what_the_definition_says(
    pair: Pair, old: tuple[str, int], new: tuple[str, int]
) -> None:
    with files(pair, old, new) as sources:
        diff = compare.compare(*sources, compare.Options(pair.schema.key)).whole()

    assert diff.events == tuple(expected(pair))


@LAW
@given(pairs(), FORMS)
def test_the_exact_engine_agrees(pair: Pair, form: tuple[str, int]) -> None:
    with files(pair, form, form) as sources:
        events = list(sqlite.exact(pair.schema, *sources, silent)[1])

    assert events == expected(pair)


@LAW
@given(pairs(), FORMS)
def test_the_fast_path_agrees_or_declines(pair: Pair, form: tuple[str, int]) -> None:
    with files(pair, form, form) as sources:
        try:
            found = compare.by_fast_path(pair.schema, *sources, silent)
        except FastPathUnsupportedError:
            return
        events = list(found[1]) if found else []

    assert events == expected(pair)


@law(0.5)
@given(pairs())
def test_duckdb_agrees_or_declines(pair: Pair) -> None:
    with files(pair) as sources:
        try:
            events = list(duckdb.compared(pair.schema, *sources, silent)[1])
        except FastPathUnsupportedError:
            return

    assert events == expected(pair)


@LAW
@given(pairs(), st.integers(1, 40))
def test_records_are_cut_at_the_same_places_whatever_the_block(pair: Pair, size: int) -> None:
    def cut(source: Source) -> list[bytes]:
        with source.open() as file:
            return [
                record for block in csv_blocks.blocks(file, crlf=False) for record in block.records
            ]

    with files(pair) as (source, _), pytest.MonkeyPatch.context() as patched:
        whole = cut(source)
        patched.setattr(csv_blocks, "BLOCK_BYTES", size)

        assert cut(source) == whole


RECORDS = st.lists(
    st.sampled_from([b"a", b"b", b"c,d", b"", b'"q"', b'"x\ny"', b'"x\nz"', b'"\n\n"', b"long" * 9])
)


@LAW
@given(RECORDS, RECORDS, st.integers(1, 9), st.integers(1, 9))
def test_records_left_by_the_fast_path_are_the_difference_of_the_texts(
    old: list[bytes], new: list[bytes], size: int, lines: int
) -> None:
    def pieces(records: list[bytes]) -> Iterator[bytes]:
        all_lines = b"".join(record + b"\n" for record in records).splitlines(keepends=True)
        return (b"".join(all_lines[at : at + lines]) for at in range(0, len(all_lines), lines))

    with pytest.MonkeyPatch.context() as patched:
        for name, value in (
            ("SHORT_STRIDE", 1),
            ("LONG_STRIDE", 4),
            ("NEAR_BYTES", 1),
            ("FAR_BYTES", 4),
            ("TELLING_BYTES", 1),
        ):
            patched.setattr(differing, name, size * value)
        runs = list(differing.differing(pieces(old), pieces(new)))

    gone, come = (Counter(raw for run in runs for raw in run[side]) for side in (0, 1))
    assert gone <= Counter(old)
    assert come <= Counter(new)
    assert Counter(old) - gone == Counter(new) - come


@LAW
@given(pairs())
def test_a_table_does_not_differ_from_itself_in_any_order(pair: Pair) -> None:
    same = Pair(pair.columns, pair.width, pair.old, pair.old[::-1])
    with files(same) as sources:
        diff = compare.compare(*sources, compare.Options(same.schema.key)).whole()

    assert diff.events == ()


def as_table(pair: Pair, rows: list[tuple[str, ...]]) -> Table:
    return Table("x.csv", list(pair.columns), [(line, [*row]) for line, row in enumerate(rows, 2)])


def by_key(pair: Pair, rows: list[tuple[str, ...]]) -> list[list[str]]:
    return [[*row] for row in sorted(rows, key=lambda row: row[: pair.width])]


@LAW
@given(pairs())
def test_applying_the_difference_gives_the_new_records_by_key(pair: Pair) -> None:
    diff = Diff("old", "new", pair.schema, tuple(expected(pair)))

    after = patch.apply(diff, as_table(pair, pair.old))

    assert [cells for _, cells in after.records] == by_key(pair, pair.new)


@LAW
@given(pairs())
def test_applying_the_inverse_gives_the_old_records_by_key(pair: Pair) -> None:
    diff = Diff("old", "new", pair.schema, tuple(expected(pair)))

    before = patch.apply(patch.inverse(diff), as_table(pair, pair.new))

    assert [cells for _, cells in before.records] == by_key(pair, pair.old)
