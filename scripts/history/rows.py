"""The table `rows` of a store: every state of every row (a slowly changing dimension, type 2).

A row is valid from the commit with the number `valid_from` until before that of `valid_to`,
which is NULL while nothing came after. The file at commit n is

    SELECT ... FROM rows WHERE valid_from <= n AND (valid_to IS NULL OR valid_to > n)

A cell of a column that its version does not have is ''.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..core.sql import identifier
from ..diff.model import Event, Shape

OWN = ("valid_from", "valid_to")


class Rows:
    """The table in `database`, of rows with the columns `key`. `stored` gives each column's name
    in it: its own, or with `_` behind where SQLite would take two names for one."""

    def __init__(self, database: sqlite3.Connection, key: Sequence[str]) -> None:
        self.database, self.key = database, tuple(key)
        self.stored = dict(
            database.execute("SELECT name, stored FROM columns ORDER BY position").fetchall()
        )

    def know(self, columns: Sequence[str]) -> None:
        """Make a column of the table for each of `columns` that has none."""
        is_new = not self.stored
        taken = {name.lower() for name in (*OWN, *self.stored.values())}
        for name in columns:
            if name in self.stored:
                continue
            stored = name.replace("\0", "_")
            while stored.lower() in taken:
                stored += "_"
            taken.add(stored.lower())
            self.stored[name] = stored
            self.database.execute(
                "INSERT INTO columns VALUES (NULL, ?, ?, ?)",
                (name, stored, self.key.index(name) + 1 if name in self.key else None),
            )
            if not is_new:
                self.database.execute(f"ALTER TABLE rows ADD COLUMN {_column(stored)}")
        if is_new:
            cells = ", ".join(map(_column, self.stored.values()))
            self.database.execute(
                "CREATE TABLE rows (valid_from INTEGER NOT NULL REFERENCES commits,"
                f" valid_to INTEGER REFERENCES commits, {cells},"
                f" PRIMARY KEY ({self._list(self.key)}, valid_from))"
            )

    def change(self, number: int, events: Sequence[Event], shape: Shape) -> None:
        """Bring the table to commit `number`, which did `events`."""
        run = self.database.executemany
        same = " AND ".join(f"{identifier(self.stored[name])} = ?" for name in self.key)
        every = self._list(self.stored)
        changed = [key for key, _ in groupby(event.key for event in events if event.field)]
        removed = [event.key for event in events if event.op == "removed"]
        run(
            f"INSERT INTO rows (valid_from, {every})"
            f" SELECT {number}, {every} FROM rows WHERE {same} AND valid_to IS NULL",
            changed,
        )
        run(
            f"UPDATE rows SET valid_to = {number}"
            f" WHERE {same} AND valid_to IS NULL AND valid_from < {number}",
            [*changed, *removed],
        )
        for name in dict.fromkeys(event.field for event in events if event.field):
            run(
                f"UPDATE rows SET {identifier(self.stored[name])} = ?"
                f" WHERE {same} AND valid_from = {number}",
                [(event.new, *event.key) for event in events if event.field == name],
            )
        marks = ", ".join("?" * len(shape.new_columns))
        run(
            f"INSERT INTO rows (valid_from, {self._list(shape.new_columns)})"
            f" VALUES ({number}, {marks})",
            [event.row for event in events if event.op == "added" and event.row],
        )

    def _list(self, names: Iterable[str]) -> str:
        return ", ".join(identifier(self.stored[name]) for name in names)


def _column(stored: str) -> str:
    return f"{identifier(stored)} TEXT NOT NULL DEFAULT ''"
