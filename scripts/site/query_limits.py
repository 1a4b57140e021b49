"""What one visitor may ask of the site, so that it still answers the others: docs/security.md.

SQLite enforces these on every connection: a statement only reads, and reads only the database that
it is asked of; what it is written in, what it computes with and what comes out have a size.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from ..core import sql_sandbox
from ..derive.rerun import TOKEN

# Bytes of a statement; far beyond what anybody writes, and a request has no more than 64 KB.
STATEMENT = 100_000
# Bytes of one text, blob or record on the way through a query.
VALUE = 200_000
# Bytes of so many records as one answer has at most.
RESULT, RECORDS = 20_000_000, 5001
# How often the parts of a statement stand in it once each name that WITH gives is written out. No
# time limit ends that: SQLite copies before it runs, and each name that has two of the one before
# doubles it.
COPIES = 5000
NAMES = 100
# Bytes that may be sent to us with one request.
BODY = 1_000_000
# So many queries of visitors run at once; the pages have the other threads.
QUERIES = 2
# Seconds that one waits for its turn.
WAIT = 15.0
# Seconds for a client to send a whole request once it is connected.
PATIENCE = 10.0
SIZES = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: STATEMENT,
    sqlite3.SQLITE_LIMIT_LENGTH: VALUE,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
# Those that tell of tables; Datasette asks them too, and the last for its page of the database.
PRAGMAS = {
    *("table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list"),
    *("function_list", "page_count", "page_size", "schema_version", "data_version"),
    "database_list",
}
# Where the files of this machine lie: a visitor can only ask for it as a table.
CLOSED = "pragma_database_list"

# One loads code; the others count up to a width of a thousand million, and no limit ends that.
FUNCTIONS = ("load_extension", "printf", "format")


def apply(connection: sqlite3.Connection) -> None:
    """Put a connection under the limits, for as long as it lasts. Of another library than Python's
    own nothing is known here; `serve` uses none."""
    if not isinstance(connection, sqlite3.Connection):
        return
    for limit, size in SIZES.items():
        connection.setlimit(limit, size)
    connection.set_authorizer(_judge)
    connection.row_factory = _Counted()


def is_query(parameters: set[str]) -> bool:
    """Whether a request with these parameters runs what its visitor wrote, or counts what no index
    helps to count."""
    return bool(parameters & {"sql", "_where"}) or any(
        name.startswith("_facet") for name in parameters
    )


def fault(sql: str) -> str:
    """Why a statement is not even tried, or nothing."""
    if len(sql) > STATEMENT:
        return f"a statement has at most {STATEMENT} characters"
    if _copies(sql) > COPIES:
        return "the names that WITH gives refer to each other too often"
    return ""


def _copies(sql: str) -> int:
    """How many names of WITH there are once each is written out, and what it refers to, and so on.
    May be too many, where a name stands for several things; never too few."""
    tokens = [
        token.strip('"`[]').lower()
        for token in TOKEN.findall(sql)
        if not token.startswith(("--", "/*", "'"))
    ]
    closing = _closing(tokens)
    bodies: dict[str, list[str]] = {}
    found = 0
    for start, token in enumerate(tokens):
        opens = start + 1
        if tokens[opens : opens + 1] == ["("]:
            opens = closing[opens] + 1
        if tokens[opens : opens + 1] != ["as"]:
            continue
        opens += 1
        while tokens[opens : opens + 1] in (["not"], ["materialized"]):
            opens += 1
        if tokens[opens : opens + 1] == ["("]:
            bodies.setdefault(token, []).extend(tokens[opens : closing[opens]])
            found += 1
            if found > NAMES:
                return COPIES + 1
    known: dict[str, int] = {}

    def weight(name: str) -> int:
        if name not in known:
            known[name] = 0  # what refers to itself is not written out
            known[name] = 1 + sum(weight(other) for other in bodies[name] if other in bodies)
        return known[name]

    try:
        return sum(weight(token) for token in tokens if token in bodies)
    except RecursionError:
        return COPIES + 1


def _closing(tokens: list[str]) -> dict[int, int]:
    """For the place of each parenthesis that opens that of the one that closes it, or the end."""
    found, opened = {}, []
    for place, word in enumerate(tokens):
        if word == "(":
            opened.append(place)
        elif word == ")" and opened:
            found[opened.pop()] = place
    return {**found, **dict.fromkeys(opened, len(tokens))}


def _judge(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action == sqlite3.SQLITE_PRAGMA:
        # Without a value most only tell; these take one that names what to tell of.
        allowed = first in PRAGMAS
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and str(first).lower() == CLOSED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # A full-text table says so of itself when it is first read; the file cannot be written.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action in sql_sandbox.ALLOWED else sqlite3.SQLITE_DENY


class _Counted:
    """Makes the rows of a connection, and ends a query that gives too much."""

    def __init__(self) -> None:
        self.cursor: sqlite3.Cursor | None = None
        self.size = self.number = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        self.number += 1
        if cursor is not self.cursor or self.number > RECORDS:
            self.cursor, self.size, self.number = cursor, 0, 1
        for value in row:
            if isinstance(value, str | bytes):
                self.size += len(value)
        if self.size > RESULT:
            raise sqlite3.OperationalError(f"the result is larger than {RESULT // 1_000_000} MB")
        return sqlite3.Row(cursor, row)
