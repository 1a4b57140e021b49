"""Lines and fields that are written once for each row of a query."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from revisioned.core.errors import InputError
from revisioned.derive import patterns
from revisioned.descriptor.model import Package

SQL = """\
SELECT well
  -- For each row of: SELECT stage,
  --   day FROM stages ORDER BY stage
  -- | , max({day}) FILTER (WHERE stage = '{stage}') AS {day}
  -- | , '{stage}'
  (written before)
  -- (end)
FROM permits"""
FORM = """\
options:
  # For each row of: SELECT stage FROM stages ORDER BY stage
  # | - "{stage}"
  # (end)
"""
SCHEMA = {
    "patterns": {
        "query": ["SELECT day", "FROM stages ORDER BY stage"],
        "fields": [{"name": "{day}_on", "type": "date"}],
        "foreignKeys": [{"fields": ["{day}_on"], "reference": {"resource": "days"}}],
    },
    "fields": [{"name": "well"}, {"name": "shut_on"}, {"name": "note"}],
    "foreignKeys": [{"fields": ["well"]}],
}


def filled(root: Path, file: str, text: str, *stages: tuple[str, str | None]) -> str:
    """The filled file, for these stages and their days."""
    (root / file).write_text(text, encoding="utf-8")
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE stages (stage, day)")
    connection.executemany("INSERT INTO stages VALUES (?, ?)", stages)
    package = Package(root, {"patterns": [file]}, (), (), ())
    made: bytes = patterns.fill(package, connection)[file]
    return made.decode()


def test_lines_are_written_once_for_each_row(tmp_path: Path) -> None:
    made = filled(tmp_path, "a.sql", SQL, ("applied", "applied_on"), ("given", "given_on"))

    assert made == SQL.replace(
        "  (written before)\n",
        "  , max(applied_on) FILTER (WHERE stage = 'applied') AS applied_on\n  , 'applied'\n"
        "  , max(given_on) FILTER (WHERE stage = 'given') AS given_on\n  , 'given'\n",
    )
    assert filled(tmp_path, "a.sql", made, ("applied", "applied_on"), ("given", "given_on")) == made


def test_what_names_an_empty_cell_is_left_out(tmp_path: Path) -> None:
    made = filled(tmp_path, "a.sql", SQL, ("applied", None))

    assert made == SQL.replace("  (written before)\n", "  , 'applied'\n")


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [("a.sql", SQL, "  , 'it''s \"so\"'\n"), ("a.yml", FORM, '  - "it\'s \\"so\\""\n')],
)
def test_quotes_in_a_cell_are_escaped(tmp_path: Path, file: str, text: str, line: str) -> None:
    assert line in filled(tmp_path, file, text, ('it\'s "so"', None))


def test_fields_of_a_schema_are_added_and_removed_with_the_rows(tmp_path: Path) -> None:
    text = json.dumps(SCHEMA)

    made = json.loads(filled(tmp_path, "a.json", text, ("applied", "applied"), ("given", "given")))

    assert [field["name"] for field in made["fields"]] == ["well", "applied_on", "given_on", "note"]
    assert [key["fields"] for key in made["foreignKeys"]] == [
        ["well"],
        ["applied_on"],
        ["given_on"],
    ]
    fewer = json.loads(filled(tmp_path, "a.json", json.dumps(made), ("given", "given")))
    assert [field["name"] for field in fewer["fields"]] == ["well", "given_on", "note"]


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("a.sql", SQL.replace("  -- (end)\n", ""), "no line -- (end) after"),
        ("a.sql", SQL.replace("{stage}", "{stages}"), "{stages} is not a column of the query"),
        ("a.sql", SQL.replace("FROM stages", "FROM steps"), "no such table: steps"),
        ("a.sql", SQL.replace("SELECT stage,", "DELETE FROM stages;"), "only reading is allowed"),
        ("a.json", "{}", "`patterns` needs a `query`"),
        ("a.json", '{"patterns": {"query": [1]}}', "`patterns` needs a `query`"),
    ],
)
def test_patterns_that_cannot_be_filled_are_refused(
    tmp_path: Path, file: str, text: str, reason: str
) -> None:
    with pytest.raises(InputError) as refused:
        filled(tmp_path, file, text, ("applied", "applied_on"))

    assert f"{file}: " in str(refused.value)
    assert reason in str(refused.value)


def test_missing_file_is_skipped(tmp_path: Path) -> None:
    package = Package(tmp_path, {"patterns": ["a.sql"]}, (), (), ())

    assert patterns.fill(package, sqlite3.connect(":memory:")) == {}
