"""Run an expectation again only if something that it reads has changed since it passed."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import guard, result_cache
from ..core.diagnostics import Finding
from ..core.sql import identifier
from . import expectations
from .expectations import SUITE, Place, Suite

if TYPE_CHECKING:
    from .suites_process import Run

SCHEMA = "sqlite_master"
# Kinds of expectations that read only the records of their own table.
OF_ONE_TABLE = re.compile(r"expect_column_\w+|expect_table_row_count_to_(equal|be_between)")
# Functions of SQLite that may read the clock, as date('now') does, and parameters that Great
# Expectations computes for each run, such as now().
OF_CLOCK = frozenset(
    (
        *("current_date", "current_time", "current_timestamp", "date", "datetime", "julianday"),
        *("strftime", "time", "timediff", "unixepoch"),
    )
)
COMPUTED = "$PARAMETER"


def findings(
    suites: Sequence[Suite], staging: Path, run: Run, passed: result_cache.Passed
) -> tuple[list[Finding], int]:
    """Every finding of the suites on the staging database, and how many expectations there are.
    Those that are known to pass are not run; their warnings are known, too."""
    keys = _keys(suites, staging)
    known = {place: passed.found(key) for place, key in keys.items() if passed.knows(key)}
    left = [_without(suite, known) for suite in suites]
    left = [suite for suite in left if len(suite.known) < len(suite.expectations)]
    results = known | (run(left, staging) if left else {})
    for place, found in results.items():
        # A suite that has a fault itself is always run as a whole.
        is_sound = place in keys and not results.get((place[0], SUITE))
        if is_sound and all(finding.severity == "warning" for finding in found):
            passed.add(keys[place], found)
    count = sum(number != SUITE for _, number in results)
    return [finding for found in results.values() for finding in found], count


def _without(suite: Suite, known: Iterable[Place]) -> Suite:
    numbers = {number for file, number in known if file == suite.file}
    return replace(suite, known=frozenset(numbers))


def _keys(suites: Sequence[Suite], staging: Path) -> dict[Place, str]:
    """For each expectation that has one, the hash of everything that its findings depend on."""
    # A cached statement would not report what it reads.
    with closing(sqlite3.connect(staging, cached_statements=0)) as connection:
        staged = _Staged(connection)
        found = {
            (suite.file, number): staged.key(suite, about, declared)
            for suite in suites
            for about in [result_cache.key(suite.file, suite.place, suite.expectations)]
            for number, declared in enumerate(suite.expectations, start=1)
        }
    return {place: key for place, key in found.items() if key}


class _Staged:
    """The staging database, and the tables of it that an expectation reads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._contents: dict[str, str] = {}

    def key(self, suite: Suite, about: str, declared: Any) -> str | None:
        """The hash of an expectation, its suite (whose hash is `about`), the schema, and the
        records of every table that it reads. None for one that does not run or may read the
        clock."""
        try:
            reads = self._reads(expectations.query(declared, suite.table), declared, suite.table)
        except (*expectations.MALFORMED, sqlite3.Error, sqlite3.Warning):
            return None
        if reads is None:
            return None
        contents = [(table, self._content(table)) for table in sorted(reads)]
        return result_cache.key("expectation", about, declared, self._schema_key, contents)

    @cached_property
    def _schema(self) -> list[tuple[str, str, str, str | None]]:
        sql = f"SELECT type, name, tbl_name, sql FROM {SCHEMA} ORDER BY type, name"
        return self._connection.execute(sql).fetchall()

    @cached_property
    def _schema_key(self) -> str:
        return result_cache.key("schema", self._schema)

    @cached_property
    def _tables(self) -> set[str]:
        return {name for kind, name, *_ in self._schema if kind == "table"} | {SCHEMA}

    @cached_property
    def _judge(self) -> guard.Judge:
        return guard.judge_of(self._connection)

    def _reads(self, query: str, declared: Any, table: str) -> set[str] | None:
        """The tables that an expectation reads. SQLite reports those of a query when it prepares
        it, with the tables of its views. All tables, for a kind that may read any. None where it
        may read the clock."""
        found, called = self._prepared(query)
        if called & OF_CLOCK or COMPUTED in json.dumps(declared["kwargs"]):
            return None
        if OF_ONE_TABLE.fullmatch(declared["type"]):
            return {table}
        if declared["type"] != expectations.ROWS:
            return self._tables
        # Where no column is used, SQLite reports the name as the query spells it. Other names are
        # views, or come from the schema or the query itself.
        return {name for name in self._tables if name.lower() in found}

    def _prepared(self, query: str) -> tuple[set[str], set[str]]:
        """The tables and views that a query names and the functions that it calls, in lower
        case."""
        found, called, judge = set[str](), set[str](), self._judge

        def recorded(action: int, first: str | None, second: str | None, *rest: object) -> int:
            if action == sqlite3.SQLITE_READ and first:
                found.add(first.lower())
            if action == sqlite3.SQLITE_FUNCTION and second:
                called.add(second.lower())
            return judge(action, first, second, *rest)

        self._connection.set_authorizer(recorded)
        try:
            self._connection.execute(f"EXPLAIN {query}")
        finally:
            self._connection.set_authorizer(None)
        return found, called

    def _content(self, table: str) -> str:
        if table not in self._contents:
            found = hashlib.sha256()
            for row in self._connection.execute(f"SELECT * FROM {identifier(table)}"):
                found.update(repr(row).encode())
            self._contents[table] = found.hexdigest()
        return self._contents[table]
