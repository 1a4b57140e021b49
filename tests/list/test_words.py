"""The words of the list in data/pages/: nothing of it is left in English on a Chinese page."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.descriptor import pages as declared
from revisioned.descriptor.load import load
from revisioned.descriptor.model import Relation
from revisioned.site.locale.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.list.site.spoken import CHINESE, ENGLISH, LANGUAGES

PACKAGE = load(ROOT)
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
        if "." in name and not (name.split(".")[0] in tables and name.split(".")[1] in columns)
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
