"""A series whose revisions have different columns, from its files to its database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from revisioned.build import database, parquet
from revisioned.derive.changes import revision_schema
from revisioned.descriptor.load import load
from revisioned.diff import sql
from revisioned.diff.compare import compare
from revisioned.diff.revisions import options, revisions
from revisioned.diff.source import Source
from tests.validate.test_constraints import field, series

FIELDS = [field("id"), field("x"), field("seat", required=True), field("n", "integer")]
TEXTS = (
    "id,x,n\n1,a,1\n2,b,\n",
    "id,x,seat\n1,A,Bern\n2,b,Oslo\n3,c,Rome\n",
    "id,seat,n\n1,Bern,1\n3,Rome,2\n",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = series(tmp_path_factory.mktemp("series"), FIELDS, *TEXTS)
    database.build(load(root), root / "series.db")
    return root


def test_the_table_says_which_columns_a_revision_has(built: Path) -> None:
    with closing(sqlite3.connect(built / "series.db")) as connection:
        found = connection.execute(
            'SELECT "column" FROM revision_columns WHERE revision LIKE ?', ("%3",)
        )

        assert {name for (name,) in found} == {"id", "seat", "n"}


@pytest.mark.parametrize(("old", "new"), [*permutations([1, 2, 3], 2)])
def test_sql_finds_what_diff_finds(built: Path, old: int, new: int) -> None:
    known = revisions(built)
    before, after = (known[f"states/2026-01-0{number}"] for number in (old, new))
    sides = [Source(side.name, side.path) for side in (before, after)]
    diff = compare(*sides, options(after, *sides)).whole()
    package = load(built)
    declared = revision_schema(package.series[0], package.revisions("states")[0])

    with closing(sqlite3.connect(built / "series.db")) as connection:
        statement = sql.over_revisions(declared, "states")
        names = {"old": f"2026-01-0{old}", "new": f"2026-01-0{new}"}
        rows = connection.execute(statement, names).fetchall()

    assert not diff.schema.renamed
    assert [(key, op, field or None) for key, op, field, *_ in rows] == [
        (event.key[0], event.op, event.field) for event in diff.events
    ]
    assert [[None if cell is None else str(cell) for cell in row[3:5]] for row in rows] == [
        [event.old or None, event.new or None] for event in diff.events
    ]


def test_a_column_that_a_revision_does_not_have_is_null_in_parquet(
    built: Path, tmp_path: Path
) -> None:
    parquet.write(load(built), tmp_path)

    query = f"SELECT id, x, seat, n FROM '{tmp_path}/states.parquet' ORDER BY revision, id"
    assert duckdb.sql(query).fetchall()[0] == ("1", "a", None, 1)
