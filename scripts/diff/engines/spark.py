"""The statement in Spark, over files in parts: for tables that one machine does not hold.

    python -m revisioned.diff.engines.spark OLD NEW TARGET --key a,b

OLD and NEW are folders, or patterns, of CSV files that have one header each; TARGET becomes a
folder of CSV files with the lines that the statement gives, in order. Where it runs is Spark's
own business (`spark-submit`, or MASTER in the environment). It needs the extra `spark`, and Java.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from ...core.errors import PackageError, UsageError
from ...core.sql import identifier
from ..model import Shape
from ..sql import all_pairs, over_pairs
from . import base

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# By the first two Spark reads the statement as the standard has it. Without the third its planner
# combines the conditions of all columns, and a table of nine takes all of its memory.
STANDARD = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.constraintPropagation.enabled": "false",
}
# Each part is read by one task, as our own reader reads it: a cell may have several lines.
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


def lines(session: SparkSession, old: str, new: str, key: list[str]) -> tuple[Shape, DataFrame]:
    """The shape of the comparison, and the lines that the statement gives, with numbered columns.

    `base.events` makes events of them. The session must have the settings STANDARD. Raises
    UsageError where a key column is missing, PackageError for an empty or double key; what a part
    has that is no CSV, Spark says when the lines are read.
    """
    tables = [_columns(session, path) for path in (old, new)]
    for path, columns in zip((old, new), tables, strict=True):
        if missing := {*key} - {*columns}:
            raise UsageError(f"{path}: no column {', '.join(sorted(missing))} for the key")
    shape = Shape(tuple(key), tables[0], tables[1])
    numbers = base.numbered(shape)
    for side, path in (("old", old), ("new", new)):
        names, columns = base.side(shape, side), tables[side == "new"]
        schema = ", ".join(f"`{name.replace('`', '``')}` STRING" for name in columns)
        # Spark takes an empty cell for none.
        table = session.read.csv(path, schema=schema, **AS_WRITTEN).na.fill("").toDF(*names)
        table.createOrReplaceTempView(side)
        _refuse(session, side, path, base.side_key(shape, side))
    if shape.added and shape.removed:
        cells = session.sql(base.one_sided_cells(shape, "old", "new")).toLocalIterator()
        shape = base.renamed(shape, map(tuple, cells))
        numbers = base.numbered(shape)
    return shape, session.sql(over_pairs(numbers, all_pairs(numbers, "old", "new")))


def _columns(session: SparkSession, path: str) -> tuple[str, ...]:
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
        raise PackageError(f"{path}: keys that are empty or stand more than once: {listed}")


def main(argv: list[str] | None = None) -> int:
    """Write the lines between two tables; returns 0, or 2 where they cannot be compared."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(prog="python -m revisioned.diff.engines.spark")
    for word in ("old", "new", "target"):
        parser.add_argument(word, metavar=word.upper())
    parser.add_argument("--key", metavar="A,B", required=True)
    args = parser.parse_args(argv)
    session = SparkSession.builder.appName("diff").config(map=dict(STANDARD)).getOrCreate()
    try:
        shape, found = lines(session, args.old, args.new, args.key.split(","))
        names: dict[Any, Any] = dict(zip(base.numbered(shape).columns, shape.columns, strict=True))
        called = [
            name if name in ("op", "field", "old", "new") else _named(name, names)
            for name in found.columns
        ]
        found.replace(names, subset=["field"]).toDF(*called).write.csv(
            args.target, header=True, quote='"', escape='"', mode="error"
        )
    except PackageError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        session.stop()
    return 0


def _named(numbered: str, names: dict[Any, Any]) -> str:
    """key_c0 as key_<the name of column 0>, row_c3 likewise."""
    what, _, number = numbered.partition("_")
    return f"{what}_{names[number]}"


if __name__ == "__main__":
    sys.exit(main())
