"""The definition of a difference: one SQL statement, the same text for every engine.

It uses only what SQLite (3.39 or later), DuckDB and Spark read the same way: joins on the key, IS
DISTINCT FROM for each column, and a cross join with the list of columns that turns a pair of
records into one line for each cell that differs. Key cells must be neither NULL nor double on one
side; loaders refuse such tables before the statement runs.

The lines of the result have the key columns as `key_<name>`, then op, field, old, new, then, for a
record that was added or removed, the record as `row_<name>` (NULL for a cell).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..core.sql import identifier, literal
from .model import DiffSchema


def over_revisions(schema: DiffSchema, series: str) -> str:
    """The statement over two revisions of a series, whose table has a column `revision` and all
    columns that any revision has; it has the two parameters `:old` and `:new`.

    The table `revision_columns` says which columns a revision has. The statement does not know
    renames: a renamed column is two columns here, one emptied and one filled.
    """
    named = f"(SELECT * FROM {identifier(series)} WHERE revision = "
    one_sided = " ".join(
        f"WHEN field NOT IN (SELECT {identifier('column')} FROM revision_columns"
        f" WHERE series = {literal(series)} AND revision = :{side}) THEN '{op}'"
        for side, op in (("old", "filled"), ("new", "emptied"))
    )
    found = pairs(schema, named + ":old)", named + ":new)")
    return over_pairs(schema, found, f"CASE {one_sided} ELSE 'changed' END")


def render(schema: DiffSchema, old: str, new: str) -> str:
    """The statement over two sources, each a table's name or a query in parentheses."""
    return over_pairs(schema, pairs(schema, old, new))


def pairs(schema: DiffSchema, old: str, new: str) -> str:
    """The first half: each record that differs, joined by key with that of the other side. Its
    columns are op, key_<name>, and the cells of each side as old_<name> and new_<name>."""
    first = schema.key[0]
    differs = [f"n.{identifier(first)} IS NULL"] + [
        _differ(op, f"o.{identifier(schema.old_name(name))}", f"n.{identifier(name)}")
        for name, op in schema.ops.items()
    ]
    matched = _matched(schema)
    removed = f"CASE WHEN n.{identifier(first)} IS NULL THEN 'removed' ELSE 'changed' END"
    return (
        f"SELECT {_list(_sides(schema, removed, 'o', ('o', 'n')))}\n"
        f"  FROM {old} AS o LEFT JOIN {new} AS n\n    ON {matched}\n"
        f"  WHERE {_list(differs, ' OR')}\n"
        f"  UNION ALL\n"
        f"  SELECT {_list(_sides(schema, literal('added'), 'n', ('', 'n')))}\n"
        f"  FROM {new} AS n LEFT JOIN {old} AS o\n    ON {matched}\n"
        f"  WHERE o.{identifier(schema.old_name(first))} IS NULL"
    )


def all_pairs(schema: DiffSchema, old: str, new: str) -> str:
    """Every pair, also those that do not differ (their op is `changed`, too). Each source is read
    once, which suits an engine with hash joins."""
    o, n = f"o.{identifier(schema.old_name(schema.key[0]))}", f"n.{identifier(schema.key[0])}"
    op = f"CASE WHEN {o} IS NULL THEN 'added' WHEN {n} IS NULL THEN 'removed' ELSE 'changed' END"
    return (
        f"SELECT {_list(_sides(schema, op, '', ('o', 'n')))}\n"
        f"  FROM {old} AS o FULL OUTER JOIN {new} AS n\n    ON {_matched(schema)}"
    )


def over_pairs(schema: DiffSchema, pairs: str, op: str = "") -> str:
    """The second half: the lines of the result, from a query for the pairs that differ. `op` is an
    expression for the op of a cell in the column `field`; by default the schema says it."""
    old = {name: old_cell(schema.old_name(name)) for name in schema.aligned}
    new = {name: new_cell(name) for name in schema.new_columns}
    keep = ["pairs.op <> 'changed'"] + [
        f"pairs.op = 'changed' AND {differ(schema, name)}" for name in schema.compared
    ]
    cells = (
        f"{_case('f.ordinal', ['NULL', *(own.get(name, 'NULL') for name in schema.compared)])}"
        f" AS {side}"
        for side, own in (("old", old), ("new", new))
    )
    output = [
        *(key_cell(name) for name in schema.key),
        "CASE f.ordinal WHEN 0 THEN pairs.op ELSE f.op END AS op",
        "f.field",
        *cells,
        *(_row(name, old.get(name), new.get(name)) for name in schema.columns),
    ]
    return (
        f"WITH pairs AS (\n  {pairs}\n), fields AS (\n  {_fields(schema, op)}\n)\n"
        f"SELECT {_list(output)}\n"
        f"FROM pairs CROSS JOIN fields AS f\n"
        f"WHERE {_case('f.ordinal', keep)}\n"
        f"ORDER BY {', '.join(map(key_cell, schema.key))}, f.ordinal"
    )


def _fields(schema: DiffSchema, op: str) -> str:
    """The columns whose cells are compared, with the op of each; 0 is the record."""
    if op:
        named = (f"SELECT {at}, {literal(name)}" for at, name in enumerate(schema.compared, 1))
        listed = _list(["SELECT 0 AS ordinal, '' AS field", *named], " UNION ALL")
        return f"SELECT ordinal, field, {op} AS op\n  FROM ({listed})"
    fields = (
        f"SELECT {at}, {literal(name)}, {literal(is_a)}"
        for at, (name, is_a) in enumerate(schema.ops.items(), 1)
    )
    return _list(["SELECT 0 AS ordinal, '' AS field, '' AS op", *fields], " UNION ALL")


def differ(schema: DiffSchema, name: str) -> str:
    """Whether the two cells of a pair differ in a column. On a side without the column, the cell
    counts as empty."""
    return _differ(schema.ops[name], old_cell(schema.old_name(name)), new_cell(name))


def _differ(op: str, old: str, new: str) -> str:
    if op == "changed":
        return f"{old} IS DISTINCT FROM {new}"
    return f"{new if op == 'filled' else old} <> ''"


def key_cell(name: str) -> str:
    """The column of a pair with the cell of its key in `name`."""
    return identifier(f"key_{name}")


def old_cell(name: str) -> str:
    """The column of a pair with the old side's cell in `name`."""
    return identifier(f"old_{name}")


def new_cell(name: str) -> str:
    """The column of a pair with the new side's cell in `name`."""
    return identifier(f"new_{name}")


def _sides(schema: DiffSchema, op: str, keyed: str, aliases: tuple[str, str]) -> list[str]:
    """The expressions for the columns of a pair. The key is from the side with the alias `keyed`;
    without it, from either side. A side without an alias is missing."""
    keys = {
        "o": [f"o.{identifier(name)}" for name in schema.old_key],
        "n": [f"n.{identifier(name)}" for name in schema.key],
    }
    keys[""] = [f"COALESCE({o}, {n})" for o, n in zip(keys["o"], keys["n"], strict=True)]
    cells = [
        f"{f'{alias}.{identifier(name)}' if alias else 'NULL'} AS {called(name)}"
        for alias, names, called in (
            (aliases[0], schema.old_columns, old_cell),
            (aliases[1], schema.new_columns, new_cell),
        )
        for name in names
    ]
    named = (
        f"{cell} AS {key_cell(name)}" for cell, name in zip(keys[keyed], schema.key, strict=True)
    )
    return [f"{op} AS op", *named, *cells]


def _matched(schema: DiffSchema) -> str:
    return " AND ".join(
        f"o.{identifier(schema.old_name(name))} = n.{identifier(name)}" for name in schema.key
    )


def _row(name: str, old: str | None, new: str | None) -> str:
    """The cell of an added or removed record, from the side that has the record."""
    sides = [f"WHEN '{op}' THEN {cell}" for op, cell in (("added", new), ("removed", old)) if cell]
    return f"CASE pairs.op {' '.join(sides)} END AS {identifier(f'row_{name}')}"


def _case(subject: str, values: Sequence[str]) -> str:
    """The value at the place `subject`, counted from 0."""
    branches = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
    return f"CASE {subject} {branches} END"


def _list(items: Iterable[str], separator: str = ",") -> str:
    return f"{separator}\n    ".join(items)
