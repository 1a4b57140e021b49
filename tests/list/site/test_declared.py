"""Pages that a package declares: an incomplete one is refused by name, a complete one is filled."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from revisioned.core.errors import InputError
from revisioned.descriptor import pages as declared
from revisioned.descriptor.load import load
from revisioned.descriptor.pages import Words
from revisioned.site.locale.cells import Reader
from revisioned.site.locale.language import Language, tag_of
from revisioned.site.locale.vocabulary import vocabulary
from revisioned.site.page_request import PageRequest
from revisioned.site.sections import content
from revisioned.site.site import site
from tests.conftest import ROOT
from tests.list.site.spoken import CHINESE, ENGLISH, LANGUAGES

PAGE = """
address: /bodies/<key>
title: {en: Body, zh: 組織}
head: SELECT 1 WHERE :key <> ''
sections:
  - name: found
    show: table
    sql: SELECT 'a' AS what_en, '甲' AS what_zh, '/bodies/b' AS what_url, :key AS key
"""
NAMES = ("en", "zh")


def request(language: Language, key: str) -> PageRequest:
    words = vocabulary(load(ROOT), declared.words(ROOT), language, LANGUAGES)
    here = replace(site(ROOT), readers={language: Reader(words, frozenset({"bodies"}))})
    return PageRequest(here, language, "/", {"key": key}, {}, {}, sqlite3.connect(":memory:"))


def written(root: Path, text: str) -> Path:
    (root / declared.FOLDER).mkdir(parents=True)
    (root / declared.FOLDER / "body.yml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("fault", "instead", "said"),
    [
        ("address: /bodies/<key>", "address: bodies", "`address` is missing"),
        (
            "{en: Body, zh: 組織}",
            "{fr: Corps}",
            "title has no text in en or zh, only in fr; add en: …",
        ),
        ("{en: Body, zh: 組織}", "[Body]", "`title` is neither a text nor one for each language"),
        ("    show: table\n", "", "section 1 has no `show`"),
        (PAGE, "a: [", "not YAML"),
        (PAGE, "- a", "not a mapping"),
    ],
)
def test_incomplete_page_is_named(tmp_path: Path, fault: str, instead: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        declared.pages(written(tmp_path, PAGE.replace(fault, instead)), NAMES)

    assert str(caught.value).startswith("data/pages/body.yml:")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("{en: Body, zh: 組織}", {"en": "Body", "zh": "組織"}),
        ("{zh: 組織}", {"en": "組織", "zh": "組織"}),
        ("Body", {"en": "Body", "zh": "Body"}),
    ],
)
def test_text_that_a_language_lacks_is_shown_in_the_first_that_has_it(
    tmp_path: Path, title: str, said: dict[str, str]
) -> None:
    text = PAGE.replace("{en: Body, zh: 組織}", title)
    (page,) = declared.pages(written(tmp_path, text), NAMES)

    assert page.title == said


def test_package_without_pages_has_none(tmp_path: Path) -> None:
    assert declared.pages(tmp_path, NAMES) == ()
    assert declared.words(tmp_path) == Words({}, {}, {}, {}, {}, {}, {})


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_section_says_what_its_query_gives_in_the_language(tmp_path: Path, language) -> None:
    (page,) = declared.pages(written(tmp_path, PAGE), NAMES)

    filled = content.fill(request(language, "k"), page)

    assert filled is not None
    assert filled.title.text == {"en": "Body", "zh": "組織"}[language.name]
    (section,) = filled.sections
    ((what, key),) = section.table.rows
    assert (what.text, key.text) == ({"en": "a", "zh": "甲"}[language.name], "k")
    assert what.href == f"{language.prefix}/bodies/b"
    assert section.sql.startswith("/withdrawals?sql=SELECT")
    assert section.sql.endswith("&key=k")


def test_page_whose_head_query_is_empty_does_not_exist(tmp_path: Path) -> None:
    (page,) = declared.pages(written(tmp_path, PAGE), NAMES)

    assert content.fill(request(ENGLISH, ""), page) is None


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.org", "mailto:a@b", "", 7]
)
def test_unsafe_address_is_not_a_link(address: object) -> None:
    reader = Reader(vocabulary(load(ROOT), declared.words(ROOT), CHINESE, LANGUAGES), frozenset())

    assert reader.href(address) == ""


@pytest.mark.parametrize(
    ("text", "tag"),
    [("氣候", "zh-Hant"), ("climate", "en"), ("2026-01-07", ""), ("UN 氣候", "zh-Hant"), ("5", "")],
)
def test_language_of_a_text_is_recognized_by_its_letters(text: str, tag: str) -> None:
    assert tag_of(text, LANGUAGES) == tag


def test_every_text_of_every_page_that_no_language_has_is_named_at_once(tmp_path: Path) -> None:
    root = written(tmp_path, PAGE.replace("{en: Body, zh: 組織}", "{fr: Corps}"))
    more = "address: /b\nsections:\n- {name: a, show: text, note: {de: x}, more: {de: y, url: /}}\n"
    (root / declared.FOLDER / "more.yml").write_text(more, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        declared.pages(root, NAMES)

    assert str(caught.value).splitlines() == [
        "data/pages/body.yml: title has no text in en or zh, only in fr; add en: …",
        "data/pages/more.yml: sections.a.note has no text in en or zh, only in de; add en: …",
        "data/pages/more.yml: sections.a.more has no text in en or zh, only in de; add en: …",
    ]
