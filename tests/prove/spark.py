"""The same statement in Spark, on a cluster of two executors, gives the same events."""

from __future__ import annotations

import csv
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

from revisioned.core.errors import InputError, PackageError
from revisioned.diff.compare import Options, compare
from revisioned.diff.engines import base, spark
from revisioned.diff.model import Event
from revisioned.diff.source import Source
from tests.conftest import ROOT

Rows = list[list[str]]
ODD = (
    "",
    " ",
    "a,b",
    'say "so"',
    "two\nlines",
    "\\",
    "\\N",
    "null",
    "聯合國",
    "é",
    "e\u0301",
    "007",
)


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
    session = builder.config(map={**spark.STANDARD, **settings}).getOrCreate()
    yield session
    session.stop()


def written(path: Path, header: list[str], rows: Rows) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return str(path)


def both(
    session: SparkSession, folder: Path, header: list[str], old: Rows, new: Rows, key: list[str]
) -> tuple[list[Event], list[Event]]:
    """The events from Spark, with each file in three parts, and from our own engines with whole
    files."""
    for name, rows in (("old", old), ("new", new)):
        for part in range(3):
            written(folder / name / f"part-{part}.csv", header, rows[part::3])
    schema, found = spark.lines(session, str(folder / "old"), str(folder / "new"), Options(key))
    ours = [
        Source(name, Path(written(folder / f"{name}.csv", header, rows)))
        for name, rows in (("old", old), ("new", new))
    ]
    expected = compare(ours[0], ours[1], Options(key)).events
    return [*base.events(map(tuple, found.collect()), schema)], [*expected]


def test_the_two_printings_differ_in_the_same_cells(session: SparkSession, tmp_path: Path) -> None:
    tables = []
    for name in ("2026-01-07-memorandum", "2026-01-08-article"):
        with (ROOT / f"data/prints/{name}.csv").open(encoding="utf-8", newline="") as file:
            tables.append([*csv.reader(file)])
    (header, *old), (_, *new) = tables

    found, expected = both(session, tmp_path, header, old, new, ["org_id"])

    assert found == expected
    assert sum(event.field == "name_en" for event in found) == 22


def test_any_text_in_a_cell_is_unchanged(session: SparkSession, tmp_path: Path) -> None:
    chance = random.Random(66)
    header = ["a key", "the other", "x", "y"]
    keys = [(f"k{number}", odd or "-") for number in range(20) for odd in ODD]

    def rows() -> Rows:
        some = chance.sample(keys, 200)
        return [[*key, chance.choice(ODD), chance.choice(ODD)] for key in some]

    found, expected = both(session, tmp_path, header, rows(), rows(), ["a key", "the other"])

    assert found == expected
    assert {event.op for event in found} == {"added", "removed", "changed"}


def test_many_records_in_parts(session: SparkSession, tmp_path: Path) -> None:
    chance = random.Random(7)
    header = ["id", *(f"c{number}" for number in range(8))]
    old = [[f"r{number:06d}", *("x" * 8)] for number in range(6_000)]
    new = [[*row] for row in old if chance.random() > 0.01]
    for row in chance.sample(new, 300):
        row[chance.randrange(1, 9)] = "changed"
    new += [[f"s{number:06d}", *("y" * 8)] for number in range(300)]

    found, expected = both(session, tmp_path, header, old, new, ["id"])

    assert found == expected
    assert len(found) > 500


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([["a", "1"], ["a", "2"]], "'a' (2 times)"), ([["", "1"]], "'' (1 times)")],
)
def test_a_duplicate_or_an_empty_key_is_named(
    session: SparkSession, tmp_path: Path, rows: Rows, reason: str
) -> None:
    old = written(tmp_path / "old.csv", ["id", "x"], rows)
    new = written(tmp_path / "new.csv", ["id", "x"], [["b", "1"]])

    with pytest.raises(PackageError) as raised:
        spark.lines(session, old, new, Options(["id"]))

    assert f"{old}: " in str(raised.value)
    assert reason in str(raised.value)


def test_a_missing_key_is_named(session: SparkSession, tmp_path: Path) -> None:
    path = written(tmp_path / "old.csv", ["id", "x"], [["a", "1"]])

    with pytest.raises(InputError, match="nothing: the key is not among the columns"):
        spark.lines(session, path, path, Options(["nothing"]))


def test_columns_that_are_added_removed_and_renamed(session: SparkSession, tmp_path: Path) -> None:
    old = [["1", "a", "p"], ["2", "b", ""]]
    new = [["1", "a", ""], ["2", "b", "n"], ["3", "c", "m"]]
    for side, header, rows in (("old", "id,was,gone", old), ("new", "id,is,new", new)):
        written(tmp_path / side / "part.csv", header.split(","), rows)

    diff = spark.difference(session, str(tmp_path / "old"), str(tmp_path / "new"), Options(["id"]))

    assert diff.schema.renamed == (("was", "is"),)
    assert [(event.op, event.field) for event in diff.events] == [
        *(("emptied", "gone"), ("filled", "new"), ("added", None)),
    ]
