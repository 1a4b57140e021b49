"""Cells of a list that our own list does not have: keys that are numbers, columns whose names end
like those of links and languages, empty cells."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.folder import site_of
from revisioned.site.locale.cells import Reader, Table
from revisioned.site.site import site
from tests import breaking
from tests.scaffold.conftest import init

FIRST = "id,name,black_list,kind\n1,Alpha,not on it,a\n2,Beta,,b\n"
SECOND = "id,name,black_list,kind\n1,Alpha,not on it,a\n2,Beta Two,,\n"
LINKS = json.dumps([["Alpha", "/records/1"], ["Beta", None, "fr"]])
QUESTIONS = """
    queries:
      blacklisted: {title: Which are listed, sql: 'SELECT name, black_list FROM items'}
      named: {title: What is it called, sql: 'SELECT name FROM current WHERE id = :id'}
"""


def get(site: Datasette, path: str) -> httpx.Response:
    response: httpx.Response = asyncio.run(site.client.get(path))
    return response


def make(folder: Path, *languages: str) -> Path:
    """A package whose key is a number."""
    folder.mkdir()
    files = [folder / "items-2024-01-01.csv", folder / "items-2025-01-01.csv"]
    for file, text in zip(files, (FIRST, SECOND), strict=True):
        file.write_text(text, encoding="utf-8")
    root = init(folder / "items", "--from", *map(str, files), "--key", "id")

    def change(document: Any) -> None:
        fields = [
            field
            for item in document["resources"]
            if isinstance(item["schema"], dict)
            for field in item["schema"]["fields"]
        ]
        for field in fields:
            field["type"] = "integer" if field["name"] == "id" else field["type"]
        document["languages"] = [*languages]

    breaking.descriptor(change)(root)
    number = '"name": "id",\n      "title": "id",\n      "type": '
    breaking.text("data/schemas/items.json", f'{number}"string"', f'{number}"integer"')(root)
    page = root / "data/pages/records.yml"
    page.write_text(
        page.read_text(encoding="utf-8")
        + "  - name: filtered\n    show: rows\n    of: items\n    filters: [kind]\n"
        + "    sql: SELECT name AS text, '' AS other, NULL AS mark, '' AS says, kind\n"
        + "      FROM current\n"
        + "  - name: dated\n    show: dated\n    strip: true\n    of: items\n    sql: |-\n"
        + "      SELECT 'one' AS who, 'a' AS mark, '2026-01-01' AS search_ends, day FROM\n"
        + "      (SELECT '2026-02-31' AS day UNION ALL SELECT '2026-02-03')\n",
        encoding="utf-8",
    )
    metadata = root / "metadata.yml"
    metadata.write_text(metadata.read_text(encoding="utf-8").rstrip("\n") + QUESTIONS)
    _, faults = refresh(root)
    assert not faults, faults
    return root


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """A site whose records have numbers for keys."""
    loaded = load(make(tmp_path_factory.mktemp("numbered") / "made", "en"))
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


@pytest.fixture(scope="module")
def reader(items: Datasette) -> Reader:
    """The reader of that site, which has one language."""
    return next(iter(site_of(items).readers.values()))


def shown(reader: Reader, sql: str) -> Table:
    with sqlite3.connect(":memory:") as connection:
        return reader.select(connection, sql)


def test_a_record_with_a_number_for_a_key_has_a_page_and_a_feed(items: Datasette) -> None:
    feed = feedparser.parse(get(items, "/records/2/feed.atom").text)

    assert get(items, "/records/2").status_code == 200
    assert feed.feed.title.startswith("Beta Two")
    assert get(items, "/records/9/feed.atom").status_code == 404


def test_a_record_with_a_number_for_a_key_is_called_by_its_name(items: Datasette) -> None:
    assert ">Alpha</a>" in get(items, "/revisions/items/2024-01-01").text
    assert ">Beta Two</a>" in get(items, "/search?q=bet").text or (
        get(items, "/search?q=bet").headers["location"] == "/records/2"
    )


def test_a_number_is_chosen_from_the_menu_of_a_question(items: Datasette) -> None:
    page = get(items, "/items/named?id=1").text

    assert re.search(r'<option value="1" selected[^>]*>\s*Alpha', page)
    assert "is not in the list" not in page


def test_a_day_that_no_calendar_has_is_in_no_picture(items: Datasette) -> None:
    assert get(items, "/records").text.count('class="at s') == 1


@pytest.mark.parametrize("path", ["/items/blacklisted", "/items/blacklisted.xlsx"])
def test_a_column_with_the_name_of_a_list_of_links_may_hold_text(
    items: Datasette, path: str
) -> None:
    assert get(items, path).status_code == 200


def test_a_column_with_the_name_of_a_list_is_shown_under_its_own_name(items: Datasette) -> None:
    page, told = get(items, "/records/1").text, get(items, "/records/1.json").json()

    assert "black_list" in page
    assert "not on it" in page
    assert told["sections"]["versions"][0]["black_list"] == "not on it"


@pytest.mark.parametrize("value", ["[]", "[1]", '[["a"]]', '[[1, "/x"]]', "{}", "7", "[" * 5000])
def test_a_text_that_is_not_a_list_of_links_is_text(reader: Reader, value: str) -> None:
    table = shown(reader, f"SELECT '{value}' AS seen_list")
    (cell,) = table.rows[0]

    assert cell.text == ("" if value == "[]" else value)
    assert table.columns[0].name == ("seen" if value == "[]" else "seen_list")


def test_a_list_of_links_is_links(reader: Reader) -> None:
    table = shown(reader, f"SELECT '{LINKS}' AS seen_list UNION ALL SELECT NULL")
    first, second = table.rows

    assert [column.name for column in table.columns] == ["seen"]
    assert [(part.text, part.href, part.tag) for part in first[0].parts] == [
        ("Alpha", "/records/1", ""),
        ("Beta", "", "fr"),
    ]
    assert second[0].parts == ()


def test_an_empty_cell_is_not_a_value_to_filter_by(items: Datasette) -> None:
    page = get(items, "/records")

    assert page.status_code == 200
    assert "Beta Two" in page.text


def reader_of(root: Path, language: str) -> Reader:
    """A list in only that language."""
    breaking.descriptor(lambda document: document.update(languages=[language]))(root)
    return next(iter(site(root).readers.values()))


@pytest.mark.parametrize("sql", ["'un' AS nom_fr, 'https://a.example' AS nom_url", ""])
def test_an_address_belongs_to_a_text_in_any_language(package: Path, sql: str) -> None:
    sql = sql or "'https://a.example' AS nom_url, 'un' AS nom_fr"
    table = shown(reader_of(package, "fr"), f"SELECT {sql}")

    assert [column.name for column in table.columns] == ["nom"]
    assert (table.rows[0][0].text, table.rows[0][0].href) == ("un", "https://a.example")


def test_a_declared_column_is_not_a_translation_by_its_ending(package: Path) -> None:
    reader = reader_of(package, "id")
    table = shown(reader, "SELECT 'c1' AS change_id, 'one' AS source_id, 'satu' AS name_id")

    assert [column.name for column in table.columns] == ["change_id", "source_id", "name"]


def test_what_pages_need_is_a_text_where_a_table_declares_such_a_column_too(package: Path) -> None:
    reader = reader_of(package, "en")
    field = reader.vocabulary.fields["notes.text"]
    fields = {**reader.vocabulary.fields, "notes.label_en": field, ".label_en": field}
    reader = replace(reader, vocabulary=replace(reader.vocabulary, fields=fields))
    with sqlite3.connect(":memory:") as connection:
        (row,) = reader.select(connection, "SELECT 1 AS value, 'a' AS label_en").records()
        (own,) = reader.select(connection, "SELECT 'a' AS label_en", table="notes").records()

    assert row["label"].text == "a"
    assert own["label_en"].text == "a"


def test_a_text_in_no_language_of_the_page_is_shown_in_another(wells_site: Datasette) -> None:
    for language, reader in site_of(wells_site).readers.items():
        links = 'SELECT \'[["a", "/well/north/2"]]\' AS seen_en_list, 5 AS count_en'
        (seen, count) = shown(reader, links).rows[0]

        assert seen.parts[0].href == f"{language.prefix}/well/north/2"
        assert count.text == "5"
