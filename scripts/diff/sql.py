"""The definition of a difference: one SQL statement, the same text for every engine.

It uses only what SQLite (3.39 or later), DuckDB and Spark read alike: a full outer join on the
key, IS DISTINCT FROM for each column, and a cross join with the list of columns that turns a
pair of records into one line for each changed cell. Key cells must be neither NULL nor double
on one side; loaders refuse such tables before the statement runs.

The lines that come back have the key columns as `key_<name>`, then op, field, old, new, then
the whole record as `row_<name>` for what was added or removed (NULL where a cell changed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..core.sql import identifier, literal
from .model import Shape


def over_revisions(shape: Shape, table: str) -> str:
    """The statement over two revisions of one `table` with a column `revision`; it has the two
    parameters `:old` and `:new`."""
    named = f"(SELECT * FROM {identifier(table)} WHERE revision = "
    return render(shape, named + ":old)", named + ":new)")


def render(shape: Shape, old: str, new: str) -> str:
    """The statement over two sources, each a table's name or a query in parentheses."""
    unequal = [
        f"o.{identifier(shape.key[0])} IS NULL",
        f"n.{identifier(shape.key[0])} IS NULL",
        *(f"o.{q} IS DISTINCT FROM n.{q}" for name in shape.compared if (q := identifier(name))),
    ]
    return over_pairs(shape, f"{pairs(shape, old, new)}\n  WHERE {_list(unequal, ' OR')}")


def pairs(shape: Shape, old: str, new: str) -> str:
    """The first half: each record of either side beside that of the other side with its key, as
    op (`changed` even where nothing is), key_<name>, old_<name> and new_<name>."""
    key = shape.key
    columns = [
        f"CASE WHEN o.{identifier(key[0])} IS NULL THEN 'added'"
        f" WHEN n.{identifier(key[0])} IS NULL THEN 'removed' ELSE 'changed' END AS op",
        *(f"COALESCE(o.{q}, n.{q}) AS {key_cell(name)}" for name in key if (q := identifier(name))),
        *(f"o.{identifier(name)} AS {old_cell(name)}" for name in shape.old_columns),
        *(f"n.{identifier(name)} AS {new_cell(name)}" for name in shape.new_columns),
    ]
    matched = [f"o.{q} = n.{q}" for name in key if (q := identifier(name))]
    return (
        f"SELECT {_list(columns)}\n"
        f"  FROM {old} AS o FULL OUTER JOIN {new} AS n\n"
        f"    ON {' AND '.join(matched)}"
    )


def pair(shape: Shape) -> list[str]:
    """The columns of `pairs`."""
    return [
        "op",
        *map(key_cell, shape.key),
        *map(old_cell, shape.old_columns),
        *map(new_cell, shape.new_columns),
    ]


def over_pairs(shape: Shape, pairs: str) -> str:
    """The second half: the lines that come back, from a query for the pairs that differ."""
    compared = shape.compared
    fields = ["SELECT 0 AS ordinal, '' AS field"] + [
        f"SELECT {ordinal}, {literal(name)}" for ordinal, name in enumerate(compared, 1)
    ]
    differs = [f"op = 'changed' AND {differ(name)}" for name in compared]
    keep = _case("f.ordinal", ["op <> 'changed'", *differs])
    output = [
        *(key_cell(name) for name in shape.key),
        "op",
        "f.field",
        f"{_case('f.ordinal', ['NULL', *map(old_cell, compared)])} AS old",
        f"{_case('f.ordinal', ['NULL', *map(new_cell, compared)])} AS new",
        *(_row(shape, name) for name in shape.columns),
    ]
    return (
        f"WITH pairs AS (\n  {pairs}\n"
        f"), fields AS (\n  {_list(fields, ' UNION ALL')}\n)\n"
        f"SELECT {_list(output)}\n"
        f"FROM pairs CROSS JOIN fields AS f\n"
        f"WHERE {keep}\n"
        f"ORDER BY {', '.join(map(key_cell, shape.key))}, f.ordinal"
    )


def differ(name: str) -> str:
    """Whether the two cells of a pair differ in the column `name`."""
    return f"{old_cell(name)} IS DISTINCT FROM {new_cell(name)}"


def key_cell(name: str) -> str:
    """What a pair calls the cell of its key in the column `name`."""
    return identifier(f"key_{name}")


def old_cell(name: str) -> str:
    """What a pair calls the old side's cell in the column `name`."""
    return identifier(f"old_{name}")


def new_cell(name: str) -> str:
    """What a pair calls the new side's cell in the column `name`."""
    return identifier(f"new_{name}")


def _row(shape: Shape, name: str) -> str:
    """The cell of an added or removed record, from the side that has it."""
    sides = []
    if name in shape.new_columns:
        sides.append(f"WHEN 'added' THEN {new_cell(name)}")
    if name in shape.old_columns:
        sides.append(f"WHEN 'removed' THEN {old_cell(name)}")
    return f"CASE op {' '.join(sides)} END AS {identifier(f'row_{name}')}"


def _case(subject: str, values: Sequence[str]) -> str:
    """The value whose place, counted from 0, `subject` names."""
    branches = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
    return f"CASE {subject} {branches} END"


def _list(items: Iterable[str], separator: str = ",") -> str:
    return f"{separator}\n    ".join(items)
