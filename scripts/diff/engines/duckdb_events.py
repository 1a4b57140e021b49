"""What DuckDB makes of a pair of records: its events, as lines of CSV, as `formats.csv` has them.

As text they are sorted and fetched by the thousand, where objects would take seconds; who wants
objects reads them from there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, cast

from ...core.csv_table import line
from ...core.sql import literal
from ..model import Event, Op, Shape
from ..sql import differ, former, key_cell, new_cell, old_cell
from . import base

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000
# What JSON does not write as it is, and how it does, with its quotes doubled for CSV.
ESCAPED = r'["\\\x00-\x1f]'
ESCAPES = {
    char: json.dumps(char)[1:-1].replace('"', '""') for char in ("\\", '"', *map(chr, range(0x20)))
}


class PairEvents:
    """The events of a table `pairs`, which has the columns `lines` and the key. It is
    `CsvWritable`: DuckDB can write the events as CSV itself."""

    def __init__(self, database: duckdb.DuckDBPyConnection, shape: Shape) -> None:
        self.database, self.shape = database, shape

    def __iter__(self) -> Iterator[Event]:
        width = len(self.shape.key)
        for text in self.written():
            for cells in csv.reader(io.StringIO(text, newline="")):
                key, op = tuple(cells[:width]), cast(Op, cells[width])
                field, old, new, row = cells[width + 1 :]
                if row:
                    yield Event(key, op, row=tuple(json.loads(row).values()))
                else:
                    was, now = None if op == "filled" else old, None if op == "emptied" else new
                    yield Event(key, op, field, was, now)

    def written(self) -> Iterator[str]:
        """The events, some at a time, as lines of CSV."""
        keys = ", ".join(map(key_cell, base.numbered(self.shape).key))
        found = self.database.cursor().execute(
            f"SELECT lines FROM pairs WHERE lines IS NOT NULL ORDER BY {keys}"
        )
        while batch := found.fetchmany(BATCH):
            yield "".join([lines for (lines,) in batch])


def lines(shape: Shape) -> str:
    """An expression for the events of a pair that differs; `op` and the cells are as `sql.pair`
    has them."""
    numbers = base.numbered(shape)
    key = _concat([_quoted(key_cell(name)) for name in numbers.key], literal(","))
    names = dict(zip(numbers.columns, shape.columns, strict=True))
    old = {name: _quoted(old_cell(former(numbers, name))) for name in numbers.aligned}
    new = {name: _quoted(new_cell(name)) for name in numbers.new_columns}
    cells = []
    for name, op in numbers.ops.items():
        head = literal(f",{line([op, names[name]])[:-1]},")
        sides = [old.get(name, "''"), literal(","), new.get(name, "''")]
        event = _concat([key, head, *sides, literal(",\n")])
        cells.append(f"CASE WHEN {differ(numbers, name)} THEN {event} END")
    records = " ".join(
        f"WHEN {literal(op)} THEN {_record(key, op, shape.own(op), columns)}"
        for op, columns in (
            ("added", [*map(new_cell, numbers.new_columns)]),
            ("removed", [*map(old_cell, numbers.old_columns)]),
        )
    )
    return f"CASE op {records} ELSE {_concat(cells) if cells else literal('')} END"


def _record(key: str, op: str, names: Sequence[str], cells: Sequence[str]) -> str:
    """The event of a whole record, which is JSON in the last cell."""
    before = [
        literal(f'{before}{json.dumps(name, ensure_ascii=False)}: "'.replace('"', '""'))
        for before, name in zip(chain("{", repeat(", ")), names, strict=False)
    ]
    head, foot = literal(f',{op},,,,"'), literal('""}"\n')
    escaped = "cell"
    for char, escape in ESCAPES.items():
        escaped = f"replace({escaped}, chr({ord(char)}), {literal(escape)})"
    each = f"lambda cell, place: concat([{', '.join(before)}][place], {escaped})"
    others = f"array_to_string(list_transform([{', '.join(cells)}], {each}), '\"\"')"
    between = [literal('""')] * (len(cells) - 1)
    plain = chain.from_iterable(zip(before, cells, [*between, "''"], strict=True))
    return (
        f"CASE WHEN regexp_matches({_concat(cells)}, {literal(ESCAPED)})"
        f" THEN {_concat([key, head, others, foot])} ELSE {_concat([key, head, *plain, foot])} END"
    )


def _concat(cells: Sequence[str], between: str = "") -> str:
    """The cells as one text; those that are NULL are left out."""
    joined = f", {between}, " if between else ", "
    return f"concat({joined.join(cells)})"


def _quoted(cell: str) -> str:
    """The text of a cell in CSV, as `csv_table.line` writes it."""
    special = " OR ".join(f"contains({cell}, chr({ord(char)}))" for char in '",\n\r')
    quoted = f"concat('\"', replace({cell}, '\"', '\"\"'), '\"')"
    return f"CASE WHEN {special} THEN {quoted} ELSE {cell} END"
