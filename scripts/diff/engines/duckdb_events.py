"""The events in a table `pairs` of DuckDB: the second half of the statement, as rows or as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from ...core.csv_table import line
from ...core.sql import identifier, literal
from .. import sql as statement
from ..model import Event, Shape
from ..sql import key_cell
from . import base

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000
# What a cell with one of these is in JSON, is left to Python.
ESCAPED = r'["\\\x00-\x1f]'


class PairEvents:
    """The events, made when they are read; `Written`."""

    def __init__(self, database: duckdb.DuckDBPyConnection, shape: Shape) -> None:
        self.database, self.shape, self.numbers = database, shape, base.numbered(shape)
        self.keys = [key_cell(name) for name in self.numbers.key]
        self.cells = [identifier(f"row_{name}") for name in self.numbers.columns]

    def __iter__(self) -> Iterator[Event]:
        # The cells of whole records come as one list: most lines are changed cells without.
        cells = f"CASE WHEN field = '' THEN [{', '.join(self.cells)}] END"
        for batch in self._batches(f"* EXCLUDE ({', '.join(self.cells)}), {cells}"):
            unpacked = ((*line[:-1], *line[-1]) if line[-1] else line for line in batch)
            yield from base.events(unpacked, self.shape)

    def written(self) -> Iterator[list[str | Event]]:
        """The events, some at a time, as lines of CSV, except records with a cell that JSON
        escapes."""
        head = [*map(_quoted, self.keys), "op"]
        cell = [*head, self._field(), _quoted("old"), _quoted("new"), literal("\n")]
        added, removed = map(self._record, ("added", "removed"))
        text = (
            f"CASE op WHEN 'added' THEN {_joined([*head, added])}"
            f" WHEN 'removed' THEN {_joined([*head, removed])} ELSE {_joined(cell)} END"
        )
        escapes = f"regexp_matches(concat({', '.join(self.cells)}), {literal(ESCAPED)})"
        whole = ", ".join([*self.keys, "op", "field", "old", "new", *self.cells])
        for batch in self._batches(
            f"CASE WHEN field = '' AND {escapes} THEN [{whole}] END AS whole,"
            f" CASE WHEN whole IS NULL THEN {text} END"
        ):
            records = base.events([tuple(row) for row, _ in batch if row], self.shape)
            yield [text or next(records) for _, text in batch]

    def _record(self, op: str) -> str:
        """The last cells of a line of CSV, the record as JSON in the last."""
        shape = self.shape
        cell = dict(zip(shape.columns, self.cells, strict=True))
        columns = shape.new_columns if op == "added" else shape.aligned
        named = zip(shape.own(op), columns, strict=True)
        pieces = [literal(',,,"')]
        for before, (name, column) in zip(chain(["{"], repeat(", ")), named, strict=False):
            quoted = json.dumps(name, ensure_ascii=False).replace('"', '""')
            pieces += [literal(f'{before}{quoted}: ""'), cell[column], literal('""')]
        pieces.append(literal('}"\n'))
        return f"concat({', '.join(pieces)})"

    def _field(self) -> str:
        """The name of the column that `field` numbers, as a cell of CSV."""
        names = dict(zip(self.numbers.columns, self.shape.columns, strict=True))
        written = {number: line([names[number]])[:-1] for number in self.numbers.compared}
        cases = (f"WHEN {literal(number)} THEN {literal(name)}" for number, name in written.items())
        return f"CASE field {' '.join(cases)} END" if written else "field"

    def _batches(self, columns: str) -> Iterator[list[tuple[Any, ...]]]:
        """These columns of the lines that the statement gives, many lines at a time."""
        cells = enumerate(statement.pair(self.numbers), 1)
        pair = ", ".join(f"kept[{place}] AS {name}" for place, name in cells)
        pairs = f"SELECT {pair} FROM pairs WHERE kept IS NOT NULL"
        found = self.database.cursor().execute(
            f"SELECT {columns} FROM ({statement.over_pairs(self.numbers, pairs)})"
        )
        while batch := found.fetchmany(BATCH):
            yield batch


def _joined(cells: list[str]) -> str:
    return " || ',' || ".join(cells)


def _quoted(cell: str) -> str:
    """The text of a cell in CSV, as `scripts.table.line` writes it."""
    inner = f"replace({cell}, '\"', '\"\"')"
    return (
        f"CASE WHEN {cell} IS NULL THEN '' WHEN regexp_matches({cell}, '[\",\\r\\n]')"
        f" THEN '\"' || {inner} || '\"' ELSE {cell} END"
    )
