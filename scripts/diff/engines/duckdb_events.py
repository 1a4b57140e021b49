"""The events of a pair of records, written by DuckDB as lines of CSV, like those of `formats.csv`.

As text they are sorted and fetched by the thousand; as objects that would take seconds. Objects are
made from the text where they are needed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO, cast

from ...core.csv_table import line
from ...core.sql import literal
from ..model import DiffSchema, Event, Op
from ..sql import differ, key_cell, new_cell, old_cell
from . import base

if TYPE_CHECKING:
    import duckdb

BLOCK_BYTES = 1 << 16
# A cell of CSV with one of these is quoted.
SPECIAL = '[",\n\r]'
# The characters that JSON escapes, and how, with quotes doubled for CSV.
ESCAPED = r'["\\\x00-\x1f]'
ESCAPES = {
    char: json.dumps(char)[1:-1].replace('"', '""') for char in ("\\", '"', *map(chr, range(0x20)))
}


class PairEvents:
    """The events of a table `pairs` with the columns `lines` and the key. It is `CsvWritable`:
    DuckDB writes the events as CSV itself."""

    def __init__(self, database: duckdb.DuckDBPyConnection, schema: DiffSchema) -> None:
        self.database, self.schema = database, schema

    def __iter__(self) -> Iterator[Event]:
        width = len(self.schema.key)
        with self._sorted() as file:
            for cells in csv.reader(file):
                key, op = tuple(cells[:width]), cast(Op, cells[width])
                field, old, new, row = cells[width + 1 :]
                if row:
                    yield Event(key, op, row=tuple(json.loads(row).values()))
                else:
                    was, now = None if op == "filled" else old, None if op == "emptied" else new
                    yield Event(key, op, field, was, now)

    def written(self) -> Iterator[str]:
        """The events as lines of CSV, some at a time."""
        with self._sorted() as file:
            yield from iter(partial(file.read, BLOCK_BYTES), "")

    @contextmanager
    def _sorted(self) -> Iterator[TextIO]:
        """A temporary file with the lines, by key."""
        keys = ", ".join(map(key_cell, base.numbered(self.schema).key))
        with TemporaryDirectory(prefix="diff-") as folder:
            path = Path(folder) / "events.csv"
            self.database.cursor().execute(
                f"COPY (SELECT lines FROM pairs WHERE lines IS NOT NULL ORDER BY {keys})"
                f" TO {literal(str(path))}"
                " (FORMAT csv, HEADER false, DELIMITER '', QUOTE '', ESCAPE '')"
            )
            with path.open(encoding="utf-8", newline="") as file:
                yield file


def lines(schema: DiffSchema) -> str:
    """An expression for the events of a pair that differs, with `op` and cells from `sql.pairs`."""
    numbers = base.numbered(schema)
    keys = [*map(key_cell, numbers.key)]
    names = dict(zip(numbers.columns, schema.columns, strict=True))
    cells = []
    for name, op in numbers.ops.items():
        old = [old_cell(numbers.old_name(name))] if name in numbers.aligned else []
        new = [new_cell(name)] if name in numbers.new_columns else []
        head, comma = literal(f",{line([op, names[name]])[:-1]},"), literal(",")
        event = _line([keys, head, old, comma, new, comma])
        cells.append(f"CASE WHEN {differ(numbers, name)} THEN {event} END")
    key = _line([keys])
    records = " ".join(
        f"WHEN {literal(op)} THEN {_record(key, op, schema.own(op), columns)}"
        for op, columns in (
            ("added", [*map(new_cell, numbers.new_columns)]),
            ("removed", [*map(old_cell, numbers.old_columns)]),
        )
    )
    changed = ", ".join([literal("\n"), *cells, "NULL"])
    return f"CASE op {records} ELSE concat_ws({changed}) END"


def _record(key: str, op: str, names: Sequence[str], cells: Sequence[str]) -> str:
    """The event of a whole record, with the record as JSON in the last cell."""
    before = [
        literal(f'{before}{json.dumps(name, ensure_ascii=False)}: "'.replace('"', '""'))
        for before, name in zip(chain("{", repeat(", ")), names, strict=False)
    ]
    head, foot = literal(f',{op},,,,"'), literal('""}"')
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


def _line(parts: Sequence[str | Sequence[str]]) -> str:
    """One text of these texts, with cells between them, quoted as `csv_table.line` does."""
    cells = [cell for part in parts if not isinstance(part, str) for cell in part]

    def written(cell: Callable[[str], str]) -> str:
        comma = f", {literal(',')}, "
        return _concat([p if isinstance(p, str) else comma.join(map(cell, p)) for p in parts if p])

    special = f"regexp_matches({_concat(cells)}, {literal(SPECIAL)})"
    return f"CASE WHEN {special} THEN {written(_quoted)} ELSE {written(str)} END"


def _concat(cells: Iterable[str]) -> str:
    """The cells as one text, without those that are NULL."""
    return f"concat({', '.join(cells)})"


def _quoted(cell: str) -> str:
    quoted = f"concat('\"', replace({cell}, '\"', '\"\"'), '\"')"
    return f"CASE WHEN regexp_matches({cell}, {literal(SPECIAL)}) THEN {quoted} ELSE {cell} END"
