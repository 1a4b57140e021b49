"""The table `rows` of a store: every state of every row (a slowly changing dimension, type 2).

A row is valid from the commit with the number `valid_from` up to, but not including, `valid_to`,
which is NULL for the current state. The file at commit n is

    SELECT ... FROM rows WHERE valid_from <= n AND (valid_to IS NULL OR valid_to > n)

Where a version lacks a column, its cells are ''. The column of the table for the column `name` of
the file at commit n is

    SELECT stored FROM columns WHERE name = ? AND since <= n ORDER BY since DESC LIMIT 1
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..core.sql import identifier
from ..diff.model import DiffSchema, Event

OWN = ("valid_from", "valid_to")


class Rows:
    """The table in `database`; `key` names the columns of the key. `stored` has the name of each
    column in the table: the first name that it had, followed by `_` where SQLite would take two
    names for the same."""

    def __init__(self, database: sqlite3.Connection, key: Sequence[str]) -> None:
        self.database, self.key = database, tuple(key)
        self.stored: dict[str, str] = {}
        named = database.execute("SELECT name, stored FROM columns ORDER BY position")
        for name, stored in named.fetchall():
            self._call(name, stored)

    def know(self, number: int, schema: DiffSchema) -> None:
        """Note the new names of columns as of commit `number`, and add a column to the table for
        each column of the new side that has none."""
        for old, new in schema.renamed:
            self._note(new, self.stored[old], number)
        is_new = not self.stored
        taken = {name.lower() for name in OWN}
        taken |= {name.lower() for (name,) in self.database.execute("SELECT stored FROM columns")}
        for name in schema.new_columns:
            if name in self.stored:
                continue
            stored = name.replace("\0", "_")
            while stored.lower() in taken:
                stored += "_"
            taken.add(stored.lower())
            self._note(name, stored, number)
            if not is_new:
                self.database.execute(f"ALTER TABLE rows ADD COLUMN {_column(stored)}")
        if is_new:
            cells = ", ".join(map(_column, self.stored.values()))
            self.database.execute(
                "CREATE TABLE rows (valid_from INTEGER NOT NULL REFERENCES commits,"
                f" valid_to INTEGER REFERENCES commits, {cells},"
                f" PRIMARY KEY ({self._list(self.key)}, valid_from))"
            )

    def _note(self, name: str, stored: str, number: int) -> None:
        place = self.key.index(name) + 1 if name in self.key else None
        self.database.execute(
            "INSERT INTO columns VALUES (NULL, ?, ?, ?, ?)", (name, stored, number, place)
        )
        self._call(name, stored)

    def _call(self, name: str, stored: str) -> None:
        """Note that the column `stored` has this name, and no other."""
        self.stored = {other: at for other, at in self.stored.items() if at != stored}
        self.stored[name] = stored

    def change(self, number: int, events: Sequence[Event], schema: DiffSchema) -> None:
        """Bring the table to the state of commit `number`, which made `events`."""
        run = self.database.executemany
        same = " AND ".join(f"{identifier(self.stored[name])} = ?" for name in self.key)
        every = ", ".join(
            identifier(name)
            for (name,) in self.database.execute("SELECT DISTINCT stored FROM columns")
        )
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
                [(event.new or "", *event.key) for event in events if event.field == name],
            )
        marks = ", ".join("?" * len(schema.new_columns))
        run(
            f"INSERT INTO rows (valid_from, {self._list(schema.new_columns)})"
            f" VALUES ({number}, {marks})",
            [event.row for event in events if event.op == "added" and event.row],
        )

    def _list(self, names: Iterable[str]) -> str:
        return ", ".join(identifier(self.stored[name]) for name in names)


def _column(stored: str) -> str:
    return f"{identifier(stored)} TEXT NOT NULL DEFAULT ''"
