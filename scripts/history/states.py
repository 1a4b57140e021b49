"""Read a store: the file as it was at each commit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import UsageError
from ..core.sql import identifier

MARK = 0x61646F70  # "adop", as application_id
FORMAT = 2
BEGINNING, HEAD = b"SQLite format 3\0", 100


@dataclass(frozen=True)
class State:
    """The file at one commit: its columns, and its rows in the order of the key. If that version
    could not be used, `skipped` says why, and there are none."""

    hash: str
    committed_at: str
    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    skipped: str


def is_store(path: Path) -> bool:
    """Whether the file is a store of `adopt`. Raises UsageError for a store of another version."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    # The places of the pragmas `user_version` and `application_id` in the file format.
    number, mark = (int.from_bytes(head[place : place + 4], "big") for place in (60, 68))
    if not head.startswith(BEGINNING) or mark != MARK:
        return False
    if number != FORMAT:
        raise UsageError(f"{path}: this store was made by another version; make it again: adopt")
    return True


def key(path: Path) -> tuple[str, ...]:
    """The columns that name a row of the store. Raises UsageError for a damaged one."""
    with _opened(path) as database:
        return stored_key(database)


def stored_key(database: sqlite3.Connection) -> tuple[str, ...]:
    """The same for an open store; empty for a store without key."""
    found = database.execute("SELECT name FROM columns WHERE in_key IS NOT NULL ORDER BY in_key")
    return tuple(name for (name,) in found)


def states(path: Path) -> Iterator[State]:
    """The state of each commit in the store, oldest first. Raises UsageError for a damaged one."""
    with _opened(path) as database:
        keyed = database.execute("SELECT stored FROM columns WHERE in_key > 0 ORDER BY in_key")
        by = ", ".join(identifier(stored) for (stored,) in keyed.fetchall())
        commits = database.execute("SELECT * FROM commits ORDER BY number").fetchall()
        for number, commit, moment, name, columns, skipped in commits:
            listed: list[str] = json.loads(columns or "[]")
            rows: list[tuple[str, ...]] = []
            if listed:
                cells = ", ".join(identifier(_stored(database, each, number)) for each in listed)
                rows = database.execute(
                    f"SELECT {cells} FROM rows WHERE valid_from <= :number"
                    f" AND (valid_to IS NULL OR valid_to > :number) ORDER BY {by}",
                    {"number": number},
                ).fetchall()
            yield State(commit, str(moment), name, tuple(listed), tuple(rows), skipped or "")


def _stored(database: sqlite3.Connection, name: str, number: int) -> str:
    (stored,) = database.execute(
        "SELECT stored FROM columns WHERE name = ? AND since <= ? ORDER BY since DESC LIMIT 1",
        (name, number),
    ).fetchone()
    return str(stored)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            yield database
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise UsageError(f"{path}: a damaged store ({error}); make it again: adopt") from None
