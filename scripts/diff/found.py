"""The events in a table `pairs` of DuckDB: the second half of the statement, as rows or as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scripts.diff import engine, statement
from scripts.diff.model import Event, Shape
from scripts.diff.statement import identifier, key_cell, literal
from scripts.table import lines

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000


class Found:
    """The events, made when they are read; `Written`."""

    def __init__(self, database: duckdb.DuckDBPyConnection, shape: Shape) -> None:
        self.database, self.shape, self.numbers = database, shape, engine.numbered(shape)
        self.keys = [key_cell(name) for name in self.numbers.key]
        self.cells = [identifier(f"row_{name}") for name in self.numbers.columns]

    def __iter__(self) -> Iterator[Event]:
        # The cells of whole records come as one list: most lines are changed cells without.
        cells = f"CASE WHEN op <> 'changed' THEN [{', '.join(self.cells)}] END"
        for batch in self._batches(f"* EXCLUDE ({', '.join(self.cells)}), {cells}"):
            unpacked = ((*line[:-1], *line[-1]) if line[-1] else line for line in batch)
            yield from engine.events(unpacked, self.shape)

    def written(self) -> Iterator[list[str | Event]]:
        """The events, some at a time, those of changed cells as lines of CSV."""
        cells = [*map(_quoted, self.keys), "op", self._field(), _quoted("old"), _quoted("new")]
        line = " || ',' || ".join([*cells, literal("\n")])
        whole = ", ".join([*self.keys, "op", "field", "old", "new", *self.cells])
        for batch in self._batches(
            f"CASE op WHEN 'changed' THEN {line} END, CASE WHEN op <> 'changed' THEN [{whole}] END"
        ):
            records = engine.events([tuple(row) for _, row in batch if row], self.shape)
            yield [text or next(records) for text, _ in batch]

    def _field(self) -> str:
        """The name of the column that `field` numbers, as a cell of CSV."""
        names = dict(zip(self.numbers.columns, self.shape.columns, strict=True))
        written = {number: next(lines([[names[number]]]))[:-1] for number in self.numbers.compared}
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


def _quoted(cell: str) -> str:
    """The text of a cell in CSV, as `scripts.table.lines` writes it."""
    inner = f"replace({cell}, '\"', '\"\"')"
    return (
        f"CASE WHEN regexp_matches({cell}, '[\",\\r\\n]') THEN '\"' || {inner} || '\"'"
        f" ELSE {cell} END"
    )
