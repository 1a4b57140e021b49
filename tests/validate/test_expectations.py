"""Expectations about tables of any name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from revisioned.core.sql import identifier
from revisioned.validate import expectations

# All that https://www.sqlite.org/lang_keywords.html lists.
_WORDS = """
abort action add after all alter always analyze and as asc attach autoincrement before begin
between by cascade case cast check collate column commit conflict constraint create cross current
current_date current_time current_timestamp database default deferrable deferred delete desc detach
distinct do drop each else end escape except exclude exclusive exists explain fail filter first
following for foreign from full generated glob group groups having if ignore immediate in index
indexed initially inner insert instead intersect into is isnull join key last left like limit match
materialized natural no not nothing notnull null nulls of offset on or order others outer over
partition plan pragma preceding primary query raise range recursive references regexp reindex
release rename replace restrict returning right rollback row rows savepoint select set table temp
temporary then ties to transaction trigger unbounded union unique update using vacuum values view
virtual when where window with without
"""
KEYWORDS = _WORDS.split()
RULES = [
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "name"}},
    {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": "SELECT * FROM (SELECT * FROM {batch}) AS listed"},
    },
]


def test_table_may_be_called_as_any_word_of_sql(tmp_path: Path) -> None:
    staging = tmp_path / "staging.db"
    with closing(sqlite3.connect(staging)) as connection, connection:
        for word in KEYWORDS:
            connection.execute(f"CREATE TABLE {identifier(word)} (name, _file, _line)")
            row = (f"data/{word}.csv", 2)
            connection.execute(f"INSERT INTO {identifier(word)} VALUES (NULL, ?, ?)", row)
    suites = [expectations.Suite(f"checks/{word}.json", word, "", RULES, ()) for word in KEYWORDS]

    results = expectations.run(suites, staging)

    found = {
        place: [(item.file, item.line) for item in findings]
        for place, findings in results.items()
        if place[1] != expectations.SUITE
    }
    assert found == {
        (f"checks/{word}.json", number): [(f"data/{word}.csv", 2)]
        for word in KEYWORDS
        for number in (1, 2)
    }
