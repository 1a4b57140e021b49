"""Each query of a suite runs once, on a read-only connection; all of its rows are found."""

from __future__ import annotations

import json
import sqlite3
import sqlite3.dbapi2
from pathlib import Path
from typing import Any

import pytest

from revisioned.core import guard
from revisioned.validate.check import check

MARK = "/* this one */"
ROWS = "unexpected_rows_expectation"


def suite(root: Path, query: str) -> Path:
    """The package with one rule on its notes."""
    rule = {"type": ROWS, "kwargs": {"unexpected_rows_query": query}, "meta": {"rule": "mine"}}
    document = {"name": "notes", "expectations": [rule]}
    (root / "checks").mkdir(exist_ok=True)
    (root / "checks/notes.json").write_text(json.dumps(document))
    return root


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records every statement that SQLite runs, on any connection."""
    found: list[str] = []
    connect = sqlite3.connect

    def traced(*words: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*words, **more)
        connection.set_trace_callback(found.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", traced)
    return found


@pytest.mark.parametrize("where", ["0", "1"], ids=["it passes", "it fails"])
def test_query_runs_once(package: Path, statements: list[str], where: str) -> None:
    check(suite(package, f"SELECT _file, _line {MARK} FROM {{batch}} WHERE {where}"))

    ran = [text for text in statements if MARK in text and not text.startswith("EXPLAIN ")]
    assert len(ran) == 1


def test_every_row_is_a_finding(package: Path) -> None:
    """Great Expectations itself returns at most two hundred."""
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
    suite(
        package, f"{many} SELECT 'no. ' || i AS _reason FROM n, (SELECT * FROM {{batch}} LIMIT 1)"
    )

    found = [item.reason for item in check(package).findings if item.rule == "mine"]

    assert sorted(found) == sorted(f"no. {number}" for number in range(1, 301))


def test_endless_query_is_stopped(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "QUERY_TIMEOUT_S", 0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    suite(package, f"{endless} SELECT max(i) FROM n, (SELECT * FROM {{batch}})")

    (only,) = [str(item) for item in check(package).findings if item.rule == "mine"]

    assert only == "checks/notes.json: mine could not be run: it was stopped after 0.2 seconds"


def test_query_may_only_read(package: Path) -> None:
    suite(package, "DELETE FROM {batch}")

    assert any("only reading is allowed" in item.reason for item in check(package).findings)
