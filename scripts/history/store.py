"""A history as a SQLite database, with a row for each state of a record. A later run adds to it.

    columns   every name that a column has had, with its name in the table `rows`, the first
              commit with that name, and its place in the key if it is part of it
    commits   each commit that touched the file, numbered from the oldest, with the columns of
              its version as JSON, or why it was skipped
    events    as in the CSV, but with the commit's number, and NULL for what an event lacks
    rows      every state of every row, see `revisioned.history.row_versions`

The database is marked as ours, and any other is refused without a change. A run is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from ..core.errors import UsageError
from ..core.sql import identifier
from ..diff.formats import csv
from ..diff.model import ColumnEvent, DiffSchema, Event
from .git import Commit
from .row_versions import Rows
from .states import FORMAT, MARK, stored_key
from .walk import CommitDiff

TABLES = (
    "CREATE TABLE columns (position INTEGER PRIMARY KEY, name TEXT NOT NULL, stored TEXT NOT NULL,"
    " since INTEGER NOT NULL REFERENCES commits, in_key INTEGER UNIQUE, UNIQUE (name, since))",
    "CREATE TABLE commits (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE,"
    " committed_at TEXT NOT NULL, path TEXT NOT NULL, columns TEXT, skipped TEXT,"
    " CHECK ((columns IS NULL) <> (skipped IS NULL)))",
)


class Store:
    """A store at `path` of a file with the key `key`. The `with` is a transaction: a run is kept
    whole or not at all.

    Entering it raises UsageError where `path` is not a store, or a store with another key.
    """

    def __init__(self, path: Path, key: Sequence[str]) -> None:
        self.path, self.key = path, tuple(key)

    def __enter__(self) -> Store:
        self.is_new = not self.path.exists()
        try:
            self.database = sqlite3.connect(self.path, isolation_level=None)
        except sqlite3.Error as error:
            raise UsageError(f"{self.path}: {error}; name a file that can be written") from None
        try:
            self.database.execute("BEGIN IMMEDIATE")
            self._open()
        except BaseException as error:
            self._close("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise UsageError(f"{self.path}: {error}; name another --output") from None
            raise
        self.rows = Rows(self.database, self.key)
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._close("ROLLBACK" if kind else "COMMIT")

    def _close(self, end: str) -> None:
        if self.database.in_transaction:
            self.database.execute(end)
        self.database.close()
        if self.is_new and end == "ROLLBACK":
            self.path.unlink(missing_ok=True)

    def _open(self) -> None:
        """Mark an empty database as ours, or check that it is."""
        (mark,) = self.database.execute("PRAGMA application_id").fetchone()
        (number,) = self.database.execute("PRAGMA user_version").fetchone()
        (tables,) = self.database.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        if not tables:
            self.database.execute(f"PRAGMA application_id = {MARK}")
            self.database.execute(f"PRAGMA user_version = {FORMAT}")
            for table in TABLES:
                self.database.execute(table)
        elif mark == MARK and number != FORMAT:
            raise UsageError(
                f"{self.path}: this store was made by another version; name another --output, and"
                " read the history again"
            )
        elif mark != MARK:
            raise UsageError(f"{self.path}: not a store of adopt; name another --output")
        if (names := stored_key(self.database)) and names != self.key:
            raise UsageError(
                f"{self.path}: this store was made with --key {','.join(names)};"
                " use that key, or name another --output"
            )

    def new(self, commits: Sequence[Commit]) -> tuple[Commit | None, Sequence[Commit]]:
        """The last commit in the store whose version was used, and the commits of the history that
        are not in the store.

        Raises UsageError where the store has a commit that is not in this history.
        """
        held = self.database.execute(
            "SELECT hash, path, skipped IS NULL FROM commits ORDER BY number"
        ).fetchall()
        last = None
        for index, (name, path, used) in enumerate(held):
            commit = commits[index] if index < len(commits) else None
            if commit is None or (commit.hash, commit.path) != (name, path):
                raise UsageError(
                    f"{self.path}: commit {name} of this store ({path}) is not in the file's"
                    " history: the history was rewritten, or the store is of another file.\n"
                    "Remove the store or name another --output, and run again."
                )
            last = commit if used else last
        return last, commits[len(held) :]

    def add(self, diffs: Iterable[CommitDiff]) -> None:
        """Add what each commit changed."""
        row = self.database.execute("SELECT COUNT(*) FROM commits").fetchone()
        for number, diff in enumerate(diffs, row[0] + 1):
            commit, schema = diff.commit, diff.schema
            columns = json.dumps(schema.new_columns, ensure_ascii=False) if schema else None
            self.database.execute(
                "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(number, commit.hash, commit.committed_at, commit.path),
                    *(columns, None if schema else diff.skipped),
                ),
            )
            if schema:
                self.rows.know(number, schema)
                self._note(number, diff.events, schema)
                self.rows.change(number, diff.events, schema)

    def _note(self, number: int, events: Iterable[Event], schema: DiffSchema) -> None:
        """Append the events of a commit."""
        keys = [identifier(f"key_{self.rows.stored[name]}") for name in self.key]
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY,"
            " commit_number INTEGER NOT NULL REFERENCES commits,"
            f" {', '.join(f'{name} TEXT' for name in keys)},"
            " op TEXT NOT NULL, field TEXT, old TEXT, new TEXT, row TEXT)"
        )
        marks = ", ".join("?" * (len(keys) + 5))
        every: Iterable[Event | ColumnEvent] = chain(schema.column_events(), events)
        self.database.executemany(
            f"INSERT INTO events VALUES (NULL, {number}, {marks})",
            (_cells(event, schema) for event in every),
        )


def _cells(event: Event | ColumnEvent, schema: DiffSchema) -> list[str | None]:
    """An event as in the CSV, with NULL for what it lacks."""
    cells = csv.cells(event, schema)
    if isinstance(event, ColumnEvent):
        return [cell or None for cell in cells]
    return [*event.key, *event[1:5], cells[-1] or None]
