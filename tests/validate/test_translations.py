"""Check reports texts that a language of the package lacks, which are shown in the first
language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from revisioned.descriptor.load import load
from revisioned.descriptor.locale import catalogue
from revisioned.validate import translations
from tests.breaking import descriptor

PAGE = """
address: /notes
menu: {place: 2, en: Notes, zh: 筆記}
title: TITLE
sections:
  - name: all
    show: table
    sql: SELECT 1
    note: {en: All of them, zh: 全部}
"""


@pytest.fixture
def package(package: Path) -> Path:
    """A copy of the small package in two languages."""
    return spoken(package, "en", "zh-Hant")


def spoken(root: Path, *tags: str) -> Path:
    descriptor(lambda document: document.update(languages=[*tags]))(root)
    return root


def write(root: Path, file: str, text: str) -> None:
    (root / "data/pages").mkdir(exist_ok=True)
    (root / "data/pages" / file).write_text(text, encoding="utf-8")


def said(root: Path) -> list[str]:
    return [str(finding) for finding in translations.findings(load(root))]


def test_languages_with_every_word_are_not_mentioned(package: Path) -> None:
    write(package, "notes.yml", PAGE.replace("TITLE", "{en: Notes, zh: 筆記}"))

    assert said(package) == []


def test_text_missing_in_a_language_is_named(package: Path) -> None:
    write(package, "notes.yml", PAGE.replace("TITLE", "{en: Notes}").replace(", zh: 全部", ""))

    assert said(package) == [
        "data/pages/notes.yml: warning: 2 texts are not given in 'zh': title, sections.all.note"
    ]


def test_word_of_the_list_that_a_language_lacks_is_named(package: Path) -> None:
    """The first language has it in the descriptor."""
    write(package, "words.yml", "columns:\n  text: {zh: 文}\n  other: {en: Other}\n")

    assert said(package) == [
        "data/pages/words.yml: warning: 1 text is not given in 'zh': columns.other"
    ]


def test_language_without_fixed_words_is_named(package: Path) -> None:
    keys = [*catalogue("en")]

    (only,) = said(spoken(package, "en", "fr"))

    assert only.startswith(
        f"datapackage.json: warning: {len(keys)} words of the pages not translated into 'fr', "
        f"shown in 'en': {keys[0]}, "
    )
    told, _, file = only.partition(". They are listed in ")
    assert told.endswith(", …; add each to `shell` in data/pages/words.yml")
    assert [*yaml.safe_load(Path(file).read_text(encoding="utf-8"))] == keys


def test_fixed_words_that_the_list_has_are_not_missed(package: Path) -> None:
    words = "".join(f"  {key}: {{fr: x}}\n" for key in catalogue("en"))
    write(package, "words.yml", f"shell:\n{words}")

    assert said(spoken(package, "en", "fr")) == []
