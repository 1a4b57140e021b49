"""A guard for untrusted SQL: from visitors of the site, and from packages of others.

A statement only reads. Functions and virtual tables are allowed by name and all others are
refused, so that nothing depends on how the SQLite of this machine was compiled. Sizes are bounded
by SQLite itself, time by `read_only`, memory by the process that runs the statement.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Judge = Callable[..., int]

# Functions that depend on their arguments alone: text and numbers, days, JSON, aggregates and
# windows, and full-text search. `rerun.py`, which imports nothing of ours, has the same list.
_FUNCTIONS = """
-> ->> abs ceil ceiling char coalesce concat concat_ws floor format glob hex if ifnull iif instr
length like likelihood likely lower ltrim max min mod nullif octet_length printf quote random
replace round rtrim sign soundex substr substring trim trunc typeof unhex unicode unistr unlikely
upper zeroblob
acos acosh asin asinh atan atan2 atanh cos cosh degrees exp ln log log10 log2 pi pow power radians
sin sinh sqrt tan tanh
current_date current_time current_timestamp date datetime julianday strftime time timediff
unixepoch
json json_array json_array_length json_error_position json_extract json_group_array
json_group_object json_insert json_object json_patch json_pretty json_quote json_remove
json_replace json_set json_type json_valid
avg count cume_dist dense_rank first_value group_concat lag last_value lead median nth_value ntile
percent_rank percentile percentile_cont percentile_disc rank row_number string_agg sum total
bm25 highlight match snippet
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
# PRAGMA statements that describe the tables of the database; allowed as tables too.
SCHEMA_PRAGMAS = frozenset(
    (
        *("foreign_key_list", "index_info", "index_list", "index_xinfo"),
        *("table_info", "table_list", "table_xinfo"),
    )
)
# PRAGMA statements that Datasette needs for its own pages; refused as tables.
STATEMENTS = SCHEMA_PRAGMAS | {
    *("database_list", "data_version", "function_list", "page_count", "page_size"),
    "schema_version",
}
VIRTUAL_TABLES = frozenset(
    {"json_each", "json_tree", *(f"pragma_{name}" for name in SCHEMA_PRAGMAS)}
)
SCHEMA = frozenset({"sqlite_master", "sqlite_schema"})
ALWAYS_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)

# Bytes of a statement, and of each text, blob or record in it.
MAX_STATEMENT_BYTES, MAX_VALUE_BYTES = 100_000, 200_000
SIZES = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: MAX_STATEMENT_BYTES,
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_VALUE_BYTES,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

# A query over a hundred thousand records may take a minute.
QUERY_TIMEOUT_S = 300.0
# SQLite does this many operations between two looks at the clock.
OPERATIONS_PER_CHECK = 1000
FUNCTION = "not authorized to use function: "
DENIED = ("not authorized", "authorization denied")


class RefusedError(Exception):
    """A query is refused or fails; the message says why."""


def protect(connection: sqlite3.Connection, ours: Iterable[str] = ()) -> None:
    """Guard a connection, and limit sizes, for as long as it lasts. Only the tables that exist now
    may be read; `ours` are functions that we have registered."""
    judge = judge_of(connection, ours)
    for limit, size in SIZES.items():
        connection.setlimit(limit, size)
    connection.set_authorizer(judge)


@contextmanager
def read_only(connection: sqlite3.Connection, seconds: float | None = None) -> Iterator[None]:
    """During the `with`, let the connection only read, for at most this many seconds. Whatever goes
    wrong is raised as RefusedError."""
    limit = QUERY_TIMEOUT_S if seconds is None else seconds
    # The SQL of a package must give the same each time.
    connection.set_authorizer(judge_of(connection, but=("random",)))
    try:
        with time_limit(connection, limit) as is_over:
            yield
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        reason = f"it was stopped after {limit:g} seconds" if is_over() else str(error)
        raise RefusedError(_reason(reason)) from None
    finally:
        # From Python 3.11 on, None removes an authorizer.
        connection.set_authorizer(None)


@contextmanager
def time_limit(
    connection: sqlite3.Connection, seconds: float, look: Callable[[float], object] | None = None
) -> Iterator[Callable[[], bool]]:
    """During the `with`, SQLite interrupts statements once this many seconds are over. Gives a
    function that says whether they are. `look` is called now and then with the seconds so far."""
    began = time.monotonic()

    def is_over() -> bool:
        taken = time.monotonic() - began
        if look:
            look(taken)
        return taken > seconds

    connection.set_progress_handler(is_over, OPERATIONS_PER_CHECK)
    try:
        yield is_over
    finally:
        connection.set_progress_handler(None, 0)


def judge_of(
    connection: sqlite3.Connection, ours: Iterable[str] = (), but: Iterable[str] = ()
) -> Judge:
    """The authorizer for statements on the connection, as `set_authorizer` takes it: with the
    functions `ours`, without those in `but`."""
    functions = FUNCTIONS.union(ours).difference(but)
    own = {name.lower() for (name,) in _all(connection, "SELECT name FROM sqlite_master")}
    own |= SCHEMA | VIRTUAL_TABLES
    modules = {name.lower() for (name,) in _all(connection, "PRAGMA module_list")}

    def judge(action: int, first: str | None, second: str | None, *_: object) -> int:
        if action in ALWAYS_ALLOWED:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            allowed = (second or "").lower() in functions
        elif action == sqlite3.SQLITE_READ:
            allowed = _may_read((first or "").lower(), second, own, modules)
        elif action == sqlite3.SQLITE_PRAGMA:
            allowed = (first or "").lower() in STATEMENTS
        else:
            # SQLite reports this when a full-text table is first read. The file cannot be written.
            allowed = action == sqlite3.SQLITE_UPDATE and first in SCHEMA
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return judge


def _may_read(table: str, column: str | None, own: set[str], modules: set[str]) -> bool:
    """Whether a statement may read a table. SQLite asks without a column where a statement uses no
    column of it; then the name may be one that WITH defines."""
    if table in own:
        return True
    is_reserved = table in modules or table.startswith(("pragma_", "sqlite_"))
    return not column and bool(modules) and not is_reserved


def _all(connection: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]]:
    """The rows as plain tuples, whatever row factory the connection has."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(sql).fetchall()


def _reason(reason: str) -> str:
    """The message of SQLite, or a better one where the guard refused."""
    if reason in DENIED:
        return "only reading is allowed"
    if reason.startswith(FUNCTION):
        return f"this function is not allowed: {reason.removeprefix(FUNCTION)}()"
    return reason
