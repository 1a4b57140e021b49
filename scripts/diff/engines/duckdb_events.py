"""The events in a table `pairs` of DuckDB: the second half of the statement, as rows or as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from ...core.csv_table import line
from ...core.sql import identifier, literal
from .. import sql
from ..model import Event, Shape
from ..sql import key_cell
from . import base

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000
# What a cell with one of these is in JSON, is left to Python.
ESCAPED = r'["\\\x00-\x1f]'


class Found:
    """The events, made when they are read; `Written`."""

    def __init__(self, database: duckdb.DuckDBPyConnection, shape: Shape) -> None:
        self.database, self.shape, self.numbers = database, shape, base.numbered(shape)
        self.keys = [key_cell(name) for name in self.numbers.key]
        self.cells = [identifier(f"row_{name}") for name in self.numbers.columns]

    def __iter__(self) -> Iterator[Event]:
        # The cells of whole records come as one list: most lines are changed cells without.
        cells = f"CASE WHEN op <> 'changed' THEN [{', '.join(self.cells)}] END"
        for batch in self._batches(f"* EXCLUDE ({', '.join(self.cells)}), {cells}"):
            unpacked = ((*line[:-1], *line[-1]) if line[-1] else line for line in batch)
            yield from base.events(unpacked, self.shape)

    def written(self) -> Iterator[list[str | Event]]:
        """The events, some at a time, as lines of CSV, but for records with a cell that JSON
        escapes."""
        head = [*map(_quoted, self.keys), "op"]
        changed = [*head, self._field(), _quoted("old"), _quoted("new"), literal("\n")]
        added, removed = map(self._record, (self.shape.new_columns, self.shape.old_columns))
        text = (
            f"CASE op WHEN 'changed' THEN {_joined(changed)} WHEN 'added' THEN"
            f" {_joined([*head, added])} ELSE {_joined([*head, removed])} END"
        )
        escapes = f"regexp_matches(concat({', '.join(self.cells)}), {literal(ESCAPED)})"
        whole = ", ".join([*self.keys, "op", "field", "old", "new", *self.cells])
        for batch in self._batches(
            f"CASE WHEN op <> 'changed' AND {escapes} THEN [{whole}] END AS whole,"
            f" CASE WHEN whole IS NULL THEN {text} END"
        ):
            records = base.events([tuple(row) for row, _ in batch if row], self.shape)
            yield [text or next(records) for _, text in batch]

    def _record(self, columns: tuple[str, ...]) -> str:
        """The last cells of a line of CSV, the record as JSON in the last."""
        cell = dict(zip(self.shape.columns, self.cells, strict=True))
        pieces = [literal(',,,"')]
        for before, name in zip(chain(["{"], repeat(", ")), columns, strict=False):
            quoted = json.dumps(name, ensure_ascii=False).replace('"', '""')
            pieces += [literal(f'{before}{quoted}: ""'), cell[name], literal('""')]
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
        cells = enumerate(sql.pair(self.numbers), 1)
        pair = ", ".join(f"kept[{place}] AS {name}" for place, name in cells)
        pairs = f"SELECT {pair} FROM pairs WHERE kept IS NOT NULL"
        found = self.database.cursor().execute(
            f"SELECT {columns} FROM ({sql.over_pairs(self.numbers, pairs)})"
        )
        while batch := found.fetchmany(BATCH):
            yield batch


def _joined(cells: list[str]) -> str:
    return " || ',' || ".join(cells)


def _quoted(cell: str) -> str:
    """The text of a cell in CSV, as `revisioned.core.csv_table.line` writes it."""
    inner = f"replace({cell}, '\"', '\"\"')"
    return (
        f"CASE WHEN regexp_matches({cell}, '[\",\\r\\n]') THEN '\"' || {inner} || '\"'"
        f" ELSE {cell} END"
    )
