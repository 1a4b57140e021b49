"""A question that cannot be answered with what a visitor gives says why."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.pages import question
from tests.breaking import text

FOREVER = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x + :x) FROM n"
)
QUESTIONS = f"""
    queries:
      part:
        title: A part of a text
        sql: SELECT json_extract(:x, '$.a') AS part
      large:
        title: A text without an end
        sql: SELECT length(zeroblob(:x)) AS size
      long:
        title: A long wait
        sql: {FOREVER}
"""


def ask(root: Path, path: str) -> tuple[int, str]:
    text("metadata.yml", "    tables:\n", f"{QUESTIONS.lstrip(chr(10))}    tables:\n")(root)
    page = asyncio.run(app.application(load(root)).client.get(path))
    return page.status_code, page.text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/wells/part?x={%22a%22:7}", 200, "7"),
        ("/wells/part?x={", 400, "Invalid query string: malformed JSON"),
        ("/zh/wells/part?x={", 400, "malformed JSON"),
        ("/wells/part.xlsx?x={", 400, "malformed JSON"),
        ("/wells/large?x=2000000000", 400, "string or blob too big"),
        ("/wells/long?x=1", 503, "SQL query took too long"),
        ("/zh/wells/long?x=1", 503, "已停止"),
    ],
)
def test_what_the_sql_refuses_or_is_stopped_at_is_said(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch, path: str, status: int, said: str
) -> None:
    monkeypatch.setattr(question, "QUERY_TIMEOUT_S", 0.05)

    answered, page = ask(wells_copy, path)

    assert (answered, said in page) == (status, True)


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN]
)
def test_what_the_machine_refuses_is_no_fault_of_the_visitor(
    wells_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
) -> None:
    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("not now")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(question, "time_limit", refuse)

    answered, page = ask(wells_copy, "/wells/part?x={}")

    assert (answered, "Invalid query string" in page) == (500, False)
    assert "OperationalError: not now" in capsys.readouterr().err
