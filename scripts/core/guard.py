"""The guard for SQL that is not ours: what visitors of the site and packages from others ask.

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

# What computes from its arguments alone: on text and numbers, days, JSON; aggregates and windows;
# full-text search in a table that is there. `rerun.py`, which stands alone, has the same list.
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
# PRAGMA statements, and the same as tables, that describe the tables of the database.
SCHEMA_PRAGMAS = frozenset(
    (
        *("foreign_key_list", "index_info", "index_list", "index_xinfo"),
        *("table_info", "table_list", "table_xinfo"),
    )
)
# Statements that Datasette asks for its own pages; as tables they are refused.
STATEMENTS = SCHEMA_PRAGMAS | {
    *("database_list", "data_version", "function_list", "page_count", "page_size"),
    "schema_version",
}
VIRTUAL_TABLES = frozenset(
    {"json_each", "json_tree", *(f"pragma_{name}" for name in SCHEMA_PRAGMAS)}
)
SCHEMA = frozenset({"sqlite_master", "sqlite_schema"})
ALWAYS_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)

# Bytes of a statement, and of one text, blob or record on the way through it.
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

# A query over a hundred thousand records may take a minute; one without an end takes for ever.
QUERY_TIMEOUT_S = 300.0
# This many operations of SQLite between two looks at the clock.
OPERATIONS_PER_CHECK = 1000
FUNCTION = "not authorized to use function: "
DENIED = ("not authorized", "authorization denied")


class RefusedError(Exception):
    """A query that does not run; the message says why."""


def protect(connection: sqlite3.Connection, ours: Iterable[str] = ()) -> None:
    """Put a connection under the guard and the sizes for as long as it lasts; its tables are those
    that are there now, `ours` are functions that we have given it."""
    judge = judge_of(connection, ours)
    for limit, size in SIZES.items():
        connection.setlimit(limit, size)
    connection.set_authorizer(judge)


@contextmanager
def read_only(connection: sqlite3.Connection, seconds: float | None = None) -> Iterator[None]:
    """While the `with` lasts, the connection only reads, and no longer than this many seconds; what
    goes wrong is raised as RefusedError."""
    limit = QUERY_TIMEOUT_S if seconds is None else seconds
    # What a package says is the same each time that it is read.
    connection.set_authorizer(judge_of(connection, but=("random",)))
    try:
        with time_limit(connection, limit) as is_over:
            yield
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        reason = f"it was stopped after {limit:g} seconds" if is_over() else str(error)
        raise RefusedError(_reason(reason)) from None
    finally:
        # None takes an authorizer away, from Python 3.11 on.
        connection.set_authorizer(None)


@contextmanager
def time_limit(
    connection: sqlite3.Connection, seconds: float, look: Callable[[float], object] | None = None
) -> Iterator[Callable[[], bool]]:
    """While the `with` lasts, SQLite interrupts a statement that runs after this many seconds;
    gives what says whether they are over. `look` is called with the seconds taken, now and then."""
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
            # A full-text table says so of itself when it is first read; the file cannot be written.
            allowed = action == sqlite3.SQLITE_UPDATE and first in SCHEMA
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return judge


def _may_read(table: str, column: str | None, own: set[str], modules: set[str]) -> bool:
    """SQLite asks without a column where a statement uses no column of the table; then the name
    may also be one that WITH gives."""
    if table in own:
        return True
    is_reserved = table in modules or table.startswith(("pragma_", "sqlite_"))
    return not column and bool(modules) and not is_reserved


def _all(connection: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]]:
    """Plain tuples, whatever the connection makes of its rows."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(sql).fetchall()


def _reason(reason: str) -> str:
    """The words of SQLite, or better ones where the guard refused."""
    if reason in DENIED:
        return "only reading is allowed"
    if reason.startswith(FUNCTION):
        return f"this function is not allowed: {reason.removeprefix(FUNCTION)}()"
    return reason
