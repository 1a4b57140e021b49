"""A database that was passed on says what it is, and can be searched wherever it is opened."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from revisioned.build import database, identity
from revisioned.cite.identity import of_current
from revisioned.descriptor.load import load

ASK = """
import asyncio, sys
from datasette.app import Datasette
async def ask():
    plain = Datasette([sys.argv[1]])
    for path in sys.argv[2:]:
        print((await plain.client.get(path)).text)
asyncio.run(ask())
"""


def test_a_database_contains_its_version_hashes_and_citation(wells: Path, tmp_path: Path) -> None:
    package = load(wells)
    database.build(package, tmp_path / "wells.db", of_current(package))

    with closing(sqlite3.connect(tmp_path / "wells.db")) as opened:
        opened.row_factory = sqlite3.Row
        (told,) = opened.execute(f"SELECT * FROM {identity.TABLE}").fetchall()
        assert opened.execute("PRAGMA application_id").fetchone()[0] == identity.MARK
        assert opened.execute("PRAGMA user_version").fetchone()[0] == 1000
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert told["name"] == "invented-wells"
    assert told["version"] == "0.1.0"
    assert told["swhid"].startswith("swh:1:dir:")
    assert "Wells of two invented regions" in told["citation"]
    assert told["released_on"] is None


def test_plain_datasette_searches_it(wells: Path) -> None:
    path = "/wells/wells.json?_search=climate&_shape=array"
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(database.path(load(wells))), path],
        capture_output=True,
        text=True,
        check=True,
    )

    assert [row["name_en"] for row in json.loads(done.stdout)] == ["Climate Station Well"]
