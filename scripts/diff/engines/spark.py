"""The statement in Spark, over files in parts: for tables that are too large for one machine.

Each side is a folder, or a pattern, of CSV files that each have the header. Spark decides where it
runs (`spark-submit`, or MASTER in the environment). It needs the extra `spark`, and Java.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ...core.errors import PackageError
from ...core.sql import identifier
from ..compare import Options, diff_schema
from ..model import Diff, DiffSchema
from ..sql import all_pairs, over_pairs
from . import base

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# With the first two, Spark reads the statement as standard SQL. Without the third, its planner
# combines the conditions of all columns, and a table of nine columns takes all of its memory.
STANDARD = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.constraintPropagation.enabled": "false",
}
# One task reads each part, as our own reader does: a cell may have several lines.
AS_WRITTEN: dict[str, Any] = {
    "header": True,
    "multiLine": True,
    "quote": '"',
    "escape": '"',
    "mode": "FAILFAST",
    "enforceSchema": False,
    "encoding": "UTF-8",
    "lineSep": "\n",
    "maxCharsPerColumn": -1,
}


@contextmanager
def opened() -> Iterator[SparkSession]:
    """A session with the settings STANDARD, for the `with`."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("diff").config(map=dict(STANDARD)).getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def difference(session: SparkSession, old: str, new: str, options: Options) -> Diff:
    """The difference between two tables; its events are a stream. Raises as `lines` does."""
    schema, found = lines(session, old, new, options)
    events = base.events(map(tuple, found.toLocalIterator()), schema)
    sides = (
        lambda: map(tuple, session.table("old").toLocalIterator()),
        lambda: map(tuple, session.table("new").toLocalIterator()),
    )
    return Diff(old, new, schema, events, (), *sides)


def lines(
    session: SparkSession, old: str, new: str, options: Options
) -> tuple[DiffSchema, DataFrame]:
    """The schema of the comparison, and the lines that the statement gives, with numbered columns.

    `base.events` makes events of them. The session must have the settings STANDARD. Raises
    InputError where a key column is missing, PackageError for an empty or double key. Spark itself
    raises for a part that is not CSV, when the lines are read.
    """
    tables = [columns_of(session, path) for path in (old, new)]
    schema = diff_schema(old, tables[0], new, tables[1], options)
    numbers = base.numbered(schema)
    for side, path in (("old", old), ("new", new)):
        names, columns = base.side(schema, side), tables[side == "new"]
        types = ", ".join(f"`{name.replace('`', '``')}` STRING" for name in columns)
        # Spark reads an empty cell as NULL.
        table = session.read.csv(path, schema=types, **AS_WRITTEN).na.fill("").toDF(*names)
        table.createOrReplaceTempView(side)
        _refuse(session, side, path, base.side_key(schema, side))
    if schema.added and schema.removed:
        cells = session.sql(base.one_sided_cells(schema, "old", "new")).toLocalIterator()
        schema = base.renamed(schema, map(tuple, cells))
        numbers = base.numbered(schema)
    return schema, session.sql(over_pairs(numbers, all_pairs(numbers, "old", "new")))


def columns_of(session: SparkSession, path: str) -> tuple[str, ...]:
    """The columns of the files."""
    return tuple(session.read.csv(path, **AS_WRITTEN).columns)


def _refuse(session: SparkSession, side: str, path: str, key: list[str]) -> None:
    names = ", ".join(map(identifier, key))
    empty = " OR ".join(f"{identifier(name)} = ''" for name in key)
    found = session.sql(
        f"SELECT {names}, COUNT(*) AS times FROM {side} GROUP BY {names}"
        f" HAVING COUNT(*) > 1 OR {empty} ORDER BY {names} LIMIT 5"
    ).collect()
    if found:
        listed = "; ".join(f"{', '.join(row[:-1])!r} ({row[-1]} times)" for row in found)
        raise PackageError(f"{path}: empty or duplicate keys: {listed}")
