"""Property-based tests over tables whose columns are added, removed, renamed, moved or swapped."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from revisioned.core import csv_table
from revisioned.core.csv_table import Table
from revisioned.diff import patch
from revisioned.diff.compare import Options, compare, compare_rows, diff_schema, silent
from revisioned.diff.engines import duckdb, sqlite
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
from revisioned.diff.formats import json
from revisioned.diff.model import Diff
from tests.diff.tables import Reshaped, events_of, renames, reshaped
from tests.laws import law

LAW = law()


def difference(pair: Reshaped) -> Diff:
    """The difference of the two tables, which are named old and new."""
    diff = compare_rows(
        (pair.old_columns, pair.old), (pair.new_columns, pair.new), Options(pair.key)
    )
    return Diff("old", "new", diff.schema, tuple(diff.events))


def table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    return Table("x.csv", [*columns], [(line, [*row]) for line, row in enumerate(rows, 2)])


@LAW
@given(reshaped())
def test_the_difference_is_what_the_definition_says(pair: Reshaped) -> None:
    diff = difference(pair)

    assert [*diff.schema.renamed] == renames(pair)
    assert [*diff.events] == events_of(pair)


@LAW
@given(reshaped())
def test_applying_it_gives_the_new_table_its_columns_too(pair: Reshaped) -> None:
    after = patch.apply(difference(pair), table(pair.old_columns, pair.old))

    assert after.columns == [*pair.new_columns]
    assert after.rows == pair.by_key("new")


@LAW
@given(reshaped())
def test_the_inverse_is_the_difference_the_other_way(pair: Reshaped) -> None:
    turned = patch.inverse(difference(pair))
    back = difference(pair.turned())

    assert turned.schema == back.schema
    assert turned.events == back.events


@LAW
@given(reshaped())
def test_its_json_is_the_same_difference(pair: Reshaped) -> None:
    diff = difference(pair)

    read = patch.loads("".join(json.render(diff)).encode(), "patch.json")

    assert (read.schema.renamed, read.schema.aligned) == (diff.schema.renamed, diff.schema.aligned)
    assert read.events == diff.events


@law(0.5)
@given(reshaped())
def test_every_engine_finds_the_same(pair: Reshaped) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = pair.sources(Path(folder))
        schema = diff_schema(old.name, old.header(), new.name, new.header(), Options(pair.key))
        found = compare(old, new, Options(pair.key)).whole()
        exact, events = sqlite.exact(schema, old, new, silent)
        assert (exact, [*events]) == (found.schema, [*found.events])
        try:
            fast, events = duckdb.compared(schema, old, new, silent)
        except FastPathUnsupportedError:
            return
        assert (fast, [*events]) == (found.schema, [*found.events])

    assert [*found.events] == events_of(pair)


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ("id,a\n1,x\n", "id,b\n1,x\n", [("a", "b")]),
        ("id,a,b\n1,x,x\n", "id,c,d\n1,x,x\n", [("a", "c"), ("b", "d")]),
        ("id,a\n1,\n", "id,b\n1,\n", []),
        ("id,a\n1,x\n", "id,b\n1,y\n", []),
        ("id,a\n1,x\n", "id,b\n2,x\n", []),
        ("id,a,b\n1,x,y\n", "id,b,a\n1,x,y\n", []),
        ("id,a\n1,x\n2,\n", "id,b\n1,x\n2,\n3,z\n", [("a", "b")]),
    ],
)
def test_a_column_with_another_name_and_the_same_cells_is_renamed(
    old: str, new: str, renamed: list[tuple[str, str]]
) -> None:
    before, after = (csv_table.parse(text.encode(), "a.csv") for text in (old, new))

    diff = compare_rows(
        (before.columns, before.rows), (after.columns, after.rows), Options(("id",))
    )

    assert [*diff.schema.renamed] == renamed


def test_an_ignored_column_is_not_renamed() -> None:
    options = Options(("id",), ignore=["a"])

    diff = compare_rows((["id", "a"], [["1", "x"]]), (["id", "b"], [["1", "x"]]), options)

    assert diff.schema.renamed == ()
    assert [event.op for event in diff.events] == ["filled"]
