"""Datasette's database, in which what visitors wrote runs in a worker and not in the site.

The SQL of our own pages, and what Datasette asks for a table as it stands, stays where it was: it
is the same for everybody, and cheap.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from ..stock.ties import (
    FIXED,
    Database,
    DatasetteError,
    MagicParameters,
    QueryInterrupted,
    Results,
    trace,
)
from .pool import EndedError, Pool
from .visit import CELLS_PER_TURN, visiting
from .worker import Statement

MAGIC = re.compile(r":(_\w+)")


class Row(tuple[Any, ...]):
    """A row as sqlite3.Row: values in order, also by the names of columns."""

    __slots__ = ()
    columns: Sequence[str] = ()
    places: Mapping[str, int] = {}

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self.columns)

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(self.places[key.lower()] if isinstance(key, str) else key)
        except KeyError:
            raise IndexError("No item with that key") from None


def named(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """The rows with the names of their columns; of two columns of one name the first has it."""
    places = {name.lower(): place for place, name in reversed([*enumerate(columns)])}
    kind = type("Row", (Row,), {"__slots__": (), "columns": columns, "places": places})
    return [kind(row) for row in rows]


class CutError(DatasetteError):  # type: ignore[misc]
    """A result of which a file could only have the beginning, without a word."""

    def __init__(self, most: int | None) -> None:
        words = f"This result has more than {most} rows and would be cut off"
        advice = "add LIMIT and OFFSET, or download the database and query it."
        super().__init__(f"{words}: {advice}", status=400)


class GuardedDatabase(Database):  # type: ignore[misc]
    """The same database as `of`; `pool` runs what visitors wrote."""

    def __init__(self, of: Database, pool: Pool) -> None:
        super().__init__(of.ds, of.path, is_mutable=of.is_mutable)
        mode = "mode=ro" if of.is_mutable else "immutable=1"
        self._address = f"{Path(of.path).resolve().as_uri()}?{mode}"
        self._pool = pool

    async def attached_databases(self) -> list[Any]:
        """None can be attached; what SQLite lists are the views that are kept."""
        return []

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """What `fn` gives on a connection, in a thread."""

        def guarded(connection: sqlite3.Connection) -> Any:
            try:
                return fn(connection)
            except StopIteration as error:
                # A future cannot raise StopIteration: its caller would wait for ever.
                raise RuntimeError("a bare next() found nothing; give it a default") from error

        return await super().execute_fn(guarded)

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """The rows, or the error of sqlite3 or of Datasette that a statement ends with."""
        visit, is_canned = visiting.get(), isinstance(params, MagicParameters)
        if visit:
            visit.leave()
        if visit is None or not (visit.is_query or is_canned) or sql in FIXED:
            return await super().execute(
                sql, params, truncate, custom_time_limit, page_size, log_sql_errors
            )
        visit.is_query = True
        most = self.ds.max_returned_rows if truncate else None
        if most is not None and most == page_size:
            most += 1
        limit = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms)
        is_cut_by_cells = truncate and visit.is_drawn and (visit.is_sql or is_canned)
        cells = CELLS_PER_TURN if is_cut_by_cells else None
        task = Statement(self._address, sql, _resolved(sql, params), limit / 1000, most, cells)
        with trace("sql", database=self.name, sql=sql.strip(), params=params):
            await visit.take_turn()
            try:
                async with self._pool.worker(visit) as worker:
                    columns, rows, is_cut = await worker.ask(task)
            except EndedError:
                raise QueryInterrupted(("interrupted",), sql, params) from None
        if is_cut and visit.is_csv and (visit.is_sql or is_canned):
            raise CutError(most)
        description = tuple((name, None, None, None, None, None, None) for name in columns)
        return Results(named(columns, rows), is_cut, description)


def _resolved(sql: str, params: Any) -> Any:
    """Parameters as plain values, the magic ones of a canned query too."""
    if not isinstance(params, Mapping):
        return params
    found = dict(params)
    if isinstance(params, MagicParameters):
        for name in MAGIC.findall(sql):
            with suppress(KeyError):
                found[name] = cast(Any, params)[name]
    return found
