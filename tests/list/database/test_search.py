"""Search finds what LIKE finds, through Datasette's own search box, in either Chinese script."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from revisioned.database import search
from revisioned.database.search import scripts


def like(database: Path, term: str) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        found = [
            row
            for written in scripts(term)
            for row in connection.execute(
                "SELECT DISTINCT org_id FROM names WHERE name LIKE '%' || ? || '%'", (written,)
            )
        ]
        return {org_id for (org_id,) in found}


def searched(site, term: str) -> set[str]:
    address = f"/withdrawals/organizations.json?_search={quote(term)}&_shape=array&_size=max"
    response = asyncio.run(site.client.get(address))
    assert response.status_code == 200
    return {row["org_id"] for row in response.json()}


@pytest.mark.parametrize(
    "term", ["氣候", "聯合國", "climate", "UNFCCC", "women", "21世紀", "婦女署"]
)
def test_search_finds_the_bodies_that_like_finds(site, database: Path, term: str) -> None:
    assert like(database, term)
    assert searched(site, term) == like(database, term)


@pytest.mark.parametrize(
    ("simplified", "traditional"), [("气候", "氣候"), ("联合国", "聯合國"), ("妇女", "婦女")]
)
def test_simplified_finds_what_traditional_finds(
    site, database: Path, simplified: str, traditional: str
) -> None:
    assert searched(site, simplified) == like(database, traditional)


def test_full_name_of_any_length_is_found(site, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute(
            "SELECT name, org_id FROM names WHERE lang LIKE 'zh%' AND length(name) > 15"
        ).fetchall()

    assert names
    for name, org_id in names:
        assert org_id in searched(site, name)


def test_index_has_one_row_for_each_body(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (indexed,) = connection.execute("SELECT count(*) FROM organizations_fts").fetchone()
        (bodies,) = connection.execute("SELECT count(*) FROM organizations").fetchone()

    assert indexed == bodies


def test_phrase_does_not_run_from_one_name_into_the_next() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            f"CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='{search.TOKENIZER}')"
        )
        connection.execute(
            "INSERT INTO t (rowid, x) VALUES (1, ?)", (search.document(["Oceans", "Water"]),)
        )

        assert connection.execute("SELECT rowid FROM t('\"oceans water\"')").fetchall() == []
        assert connection.execute("SELECT rowid FROM t('oceans water')").fetchall() == [(1,)]


@given(st.text("氣候變化聯合國21世", min_size=1, max_size=12), st.data())
def test_every_part_of_a_chinese_word_is_in_the_index(word: str, data: st.DataObject) -> None:
    assume(search.CHINESE.search(word))
    start = data.draw(st.integers(0, len(word) - 1))
    end = data.draw(st.integers(start + 1, len(word)))

    assert word[start:end] in search.document([word]).split("\n")
