"""The views of the database in another version of SQLite than the one that built it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import apsw

VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"


def test_newest_sqlite_reads_each_view_as_ours_does(database: Path) -> None:
    """SQLite 3.54 counts how often the views of a statement are expanded, 3.40 does not."""
    newest = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    with closing(newest), closing(sqlite3.connect(database)) as ours:
        views = [name for (name,) in ours.execute(VIEWS)]
        assert len(views) > 10
        for name in views:
            statement = f'SELECT * FROM "{name}"'
            assert [*newest.execute(statement)] == ours.execute(statement).fetchall(), name
