"""The words of the list in data/pages/: a Chinese page has no English from the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from revisioned.core.csv_table import read
from revisioned.descriptor import pages as declared
from revisioned.descriptor.load import load
from revisioned.descriptor.model import Relation
from revisioned.site.locale.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.list.site.spoken import CHINESE, ENGLISH, LANGUAGES

PACKAGE = load(ROOT)
# Words, and not the number of an article.
LATIN = re.compile(r"[a-z]{2}")
WORDS = vocabulary(PACKAGE, declared.words(ROOT), CHINESE, LANGUAGES)
ENGLISH_WORDS = vocabulary(PACKAGE, declared.words(ROOT), ENGLISH, LANGUAGES)


@pytest.mark.parametrize("relation", PACKAGE.relations, ids=lambda relation: relation.name)
def test_every_table_and_column_has_a_chinese_name(relation: Relation) -> None:
    english = {field.name: field.title for field in relation.schema.fields}
    unnamed = [name for name in english if WORDS.column(name, relation.name) == english[name]]

    assert unnamed == []
    if not relation.is_series:
        assert WORDS.table(relation.name, "") != ""


def test_words_name_only_what_there_is() -> None:
    document = declared.words(Path(ROOT))
    columns = {f.name for relation in PACKAGE.relations for f in relation.schema.fields}
    tables = {resource.name for resource in PACKAGE.resources}

    assert [name for name in document.tables if name not in tables] == []
    assert [
        name
        for name in document.columns
        # A section of rows has its own columns.
        if "." in name
        and not name.startswith("rows.")
        and not (name.split(".")[0] in tables and name.split(".")[1] in columns)
    ] == []


@pytest.mark.parametrize("table", ["acts", "coverage", "memberships", "instruments", "exit_rules"])
def test_every_allowed_value_has_a_word_in_both_languages(table: str) -> None:
    wordless = [
        f"{field.name}: {value}"
        for field in PACKAGE.relation(table).schema.fields
        for value in field.constraints.get("enum", ())
        for words in (WORDS, ENGLISH_WORDS)
        if not words.value(field.name, str(value), table)
    ]

    assert wordless == []


def test_every_phrase_is_the_text_of_a_cell() -> None:
    """Compared letter by letter: a phrase is useless once the cell has changed."""
    said = {
        cell
        for resource in PACKAGE.resources
        if resource.name != "phrases"
        for row in read(ROOT / resource.path, resource.path).dicts()
        for cell in row.values()
    }
    phrases = [row["phrase"] for row in read(ROOT / "data/phrases.csv", "data/phrases.csv").dicts()]

    assert [phrase for phrase in phrases if phrase not in said] == []


@pytest.mark.parametrize(
    ("table", "columns"),
    {
        "acts": ("actor", "addressee", "instrument", "legal_basis", "note", "locator"),
        "coverage": ("where",),
        "statements": ("role", "locator"),
        "memberships": ("note", "locator"),
        "instruments": ("depositary", "note"),
        "exit_rules": ("notice_to", "earliest", "survives", "reentry", "note", "locator"),
        "claims": ("stated_by", "quoted_via", "not_computable_because", "locator"),
        "sources": ("rights",),
    }.items(),
)
def test_every_text_of_ours_has_a_chinese_phrase(table: str, columns: tuple[str, ...]) -> None:
    file = f"data/{table}.csv"
    lacking = {
        row[column]
        for row in read(ROOT / file, file).dicts()
        for column in columns
        if LATIN.search(row[column]) and not WORDS.phrase(row[column])
    }

    organizations = read(ROOT / "data/organizations.csv", "data/organizations.csv").dicts()
    assert lacking - {"CC0-1.0", "MIT"} - {row["name_en"] for row in organizations} == set()
