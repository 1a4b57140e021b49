"""Every fixed word is in the language of the page. Text from data may be in another language, which
it then declares; so an undeclared word in another language was not translated."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from datasette.app import Datasette

from revisioned.core.normalize import CHINESE as HAN
from revisioned.descriptor import pages as declared
from revisioned.descriptor.load import load
from revisioned.site.locale import dates
from revisioned.site.locale.language import catalogue
from revisioned.site.locale.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.list.site.pages import ASKED, ERRORS, mapped
from tests.list.site.spoken import CHINESE, ENGLISH, LANGUAGES

SPOKEN = ("aria-label", "title", "alt", "placeholder", "content", "data-label", "value")
VOID = {"meta", "link", "br", "input", "img", "hr"}
# Code, and text for machines.
UNSPOKEN = {"code", "pre", "script", "style", "option"}
CODE = re.compile(r"[a-z_]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in both languages: files, formats, programs, terms, identifiers.
NAMES = re.compile(
    r"http://localhost\S*|[\w./-]+\.(?:csv|xlsx|db|json|png|svg)(?![a-z])|\d{4}-\d\d-\d\d(?:-[a-z]+)?|swh:1:\w+:[0-9a-f]+"
    r"|(?<![a-z])(?:schema\.org JSON-LD|DataCite JSON|CSL-JSON|CITATION\.cff|BibTeX|RIS|APA|Chicago"
    r"|SQLite|SQL|DAFF\.CSV|CSV|XLSX|SVG|PNG|JSON|HTML|TXT|MD|DOI|SWHID|SHA-256|ISO|ROR|LEI"
    r"|OECD DAC|Datasette|CC0-1\.0|CC0|kB|ZIP"
    r"|light dark|summary_large_image|website|width=device-width, initial-scale=1"
    r"|(?:prints|register)(?:/[\w-]+)?)(?![a-z])",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """The texts of a page, visible, read aloud or quoted in previews, without those that declare
    another language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(page)

    @property
    def _foreign(self) -> bool:
        return any(tag in UNSPOKEN or lang for tag, lang in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Push the language of the element, and keep the texts of its attributes."""
        given = dict(attrs)
        lang = None if tag == "html" else given.get("lang")
        if tag not in VOID:
            self._open.append((tag, lang))
        if not self._foreign and not (tag == "input" and given.get("type") == "hidden"):
            self.found += [value for name in SPOKEN if (value := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        """Pop the element and whatever was not closed inside it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep a text that is in the language of the page."""
        if not self._foreign and data.strip():
            self.found.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def data(database: Path) -> list[str]:
    """Every text in the database except the codes of categories, and the names of contributors; the
    longest first."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            " AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        found = {
            cell
            for (name,) in tables
            for row in connection.execute(f'SELECT * FROM "{name}"')
            for cell in row
            if isinstance(cell, str)
            and (LATIN.search(cell) or HAN.search(cell))
            and not CODE.fullmatch(cell)
        }
    found |= {str(person["title"]) for person in load(ROOT).descriptor["contributors"]}
    # Pages spell out the days in a text.
    found |= {dates.spelled(text, language) for text in found for language in LANGUAGES}
    return sorted(found, key=lambda text: (-len(text), text))


def words(site: Datasette, path: str) -> list[str]:
    response = asyncio.run(site.client.get(path))
    assert response.status_code == ERRORS.get(path.removeprefix("/zh").partition("#")[0], 200)
    return Words(response.text).found


def words_without_address(site: Datasette, path: str) -> list[str]:
    """The words of a page; an error page without the parts of the address, which it quotes."""
    if path.removeprefix("/zh") not in ERRORS:
        return words(site, path)
    quoted = sorted([path, *re.split(r"[/?=&]|\.{3}", path)], key=len, reverse=True)
    return [without(text, quoted) for text in words(site, path)]


def without(text: str, data: list[str]) -> str:
    """The text in lower case without what comes from the data. Lower case, because a citation style
    may change the case of a title."""
    text = text.lower()
    for cell in data:
        if len(cell) > 1 and cell.lower() in text:
            text = text.replace(cell.lower(), " ")
    return text


@pytest.fixture(scope="module")
def ours(site: Datasette) -> list[str]:
    """The addresses of pages of every kind, without the prefix of a language."""
    return [*mapped(asyncio.run(site.client.get("/sitemap.xml")).text), *ASKED]


def test_chinese_page_has_no_english_word_of_ours(
    site: Datasette, data: list[str], ours: list[str]
) -> None:
    missed = [
        (path, text)
        for path in (*ours, *ERRORS)
        for text in words_without_address(site, f"/zh{path}")
        if LATIN.search(NAMES.sub(" ", text))
        and LATIN.search(NAMES.sub(" ", without(text, [*data, *re.findall(r"\?q=(\w+)", path)])))
    ]

    assert missed == []
    assert len(ours) > 20


def test_english_page_has_no_chinese_word_of_ours(
    site: Datasette, data: list[str], ours: list[str]
) -> None:
    missed = [
        (path, text)
        for path in (*ours, *ERRORS)
        for text in words(site, path)
        if HAN.search(text) and HAN.search(without(text, data))
    ]

    assert missed == []


def test_fixed_words_are_in_every_language_with_the_same_places() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    assert set(english) == set(chinese)
    # Language tags are not words.
    tags = {"glyphs", "cited_tag", "csl_locale"}
    for key, text in ((key, text) for key, text in english.items() if key not in tags):
        places = {tuple(sorted(re.findall(r"\{\w+\}", said))) for said in (text, chinese[key])}
        assert len(places) == 1, key
        said = NAMES.sub("", re.sub(r"\{\w+\}", "", text))
        assert HAN.search(chinese[key]) or not LATIN.search(said), key


def test_every_column_and_value_that_a_page_shows_has_a_word_in_each_language() -> None:
    package, given = load(ROOT), declared.words(ROOT)
    missed = []
    for language in LANGUAGES:
        spoken = vocabulary(package, given, language, LANGUAGES)
        for relation in package.relations:
            for field in relation.schema.fields:
                if field.labels:
                    missed += [
                        f"{language.name}: {relation.name}.{field.name}: {value}"
                        for value in field.labels
                        if not spoken.value(field.name, value, relation.name)
                    ]
    for part in ("columns", "values", "series", "revisions", "tables", "notes"):
        # llms.txt is only in the first language.
        for texts in _texts({key: at for key, at in getattr(given, part).items() if key != "llms"}):
            if "zh" not in texts:
                missed.append(f"{part}: {texts}")
    # English has no word of its own for a column, since the descriptor has its text; and words.yml
    # has none for what is not a column of a table.
    fields = {field.name for relation in package.relations for field in relation.schema.fields}
    fields |= {field.name for item in package.resources for field in item.schema.fields}
    for name, texts in given.columns.items():
        if "en" not in texts and name.rpartition(".")[2] not in fields:
            missed.append(f"columns: {name}: {texts}")

    assert missed == []


def _texts(node):
    """All texts in a part of words.yml, at any depth."""
    if all(isinstance(text, str) for text in node.values()):
        yield node
    else:
        for inner in node.values():
            yield from _texts(inner)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_labels_and_summaries_follow_the_language(
    site: Datasette, database: Path, language
) -> None:
    page = asyncio.run(site.client.get(f"{language.prefix}/organizations/unfccc")).text
    with closing(sqlite3.connect(database)) as connection:
        said = connection.execute(
            "SELECT summary_en, summary_zh FROM statements JOIN statement_organizations"
            " USING (statement_id) WHERE org_id = 'unfccc'"
        ).fetchall()

    assert said
    for english, chinese in said:
        assert (english[:40] in page) == (language is ENGLISH)
        assert (chinese[:20] in page) == (language is CHINESE)
    assert ("條約" in page) == (language is CHINESE)
    assert ("· treaty" in page) == (language is ENGLISH)


def test_page_leads_to_itself_in_the_other_language(site: Datasette, ours: list[str]) -> None:
    for path in ours:
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            page = asyncio.run(site.client.get(language.prefix + path)).text

            (link,) = re.findall(r'<a class="language" href="([^"]+)" lang="([\w-]+)"', page)
            assert (unescape(link[0]), link[1]) == (other.prefix + path, other.tag)
