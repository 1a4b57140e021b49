"""Every word of ours is in the language of the page. What comes from data may be in another, and
then says in which; so a word without a language that is not the page's was not translated."""

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
# Code, and what a machine reads.
UNSPOKEN = {"code", "pre", "script", "style", "option"}
CODE = re.compile(r"[a-z_]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# What is called the same in both languages: files, formats, programs, terms, identifiers.
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
    """The texts of a page that do not say another language than its own: visible ones, and those
    that are spoken or quoted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(page)

    @property
    def _foreign(self) -> bool:
        return any(tag in UNSPOKEN or lang for tag, lang in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember which language begins, and what the element says."""
        given = dict(attrs)
        lang = None if tag == "html" else given.get("lang")
        if tag not in VOID:
            self._open.append((tag, lang))
        if not self._foreign and not (tag == "input" and given.get("type") == "hidden"):
            self.found += [value for name in SPOKEN if (value := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        """Forget it, and whatever in it was not closed."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text where it is in the language of the page."""
        if not self._foreign and data.strip():
            self.found.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def data(database: Path) -> list[str]:
    """Every text in the database but the codes of categories, and the names of those who made it;
    the longest first."""
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
    # A page has the days in a text in words.
    found |= {dates.spelled(text, language) for text in found for language in LANGUAGES}
    return sorted(found, key=lambda text: (-len(text), text))


def words(site: Datasette, path: str) -> list[str]:
    response = asyncio.run(site.client.get(path))
    assert response.status_code == ERRORS.get(path.removeprefix("/zh").partition("#")[0], 200)
    return Words(response.text).found


def asked_apart(site: Datasette, path: str) -> list[str]:
    """The same; on a page about a problem without what the address says, which it quotes."""
    if path.removeprefix("/zh") not in ERRORS:
        return words(site, path)
    quoted = sorted([path, *re.split(r"[/?=&]|\.{3}", path)], key=len, reverse=True)
    return [without(text, quoted) for text in words(site, path)]


def without(text: str, data: list[str]) -> str:
    """What is left of a text, in small letters, when the data in it is taken out: a citation style
    may write a title in other letters."""
    text = text.lower()
    for cell in data:
        if len(cell) > 1 and cell.lower() in text:
            text = text.replace(cell.lower(), " ")
    return text


@pytest.fixture(scope="module")
def ours(site: Datasette) -> list[str]:
    """Pages of every kind, without the prefix of a language."""
    return [*mapped(asyncio.run(site.client.get("/sitemap.xml")).text), *ASKED]


def test_chinese_page_has_no_english_word_of_ours(
    site: Datasette, data: list[str], ours: list[str]
) -> None:
    missed = [
        (path, text)
        for path in (*ours, *ERRORS)
        for text in asked_apart(site, f"/zh{path}")
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
    # The tags of a language are not words.
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
        # llms.txt is in the first language alone.
        for texts in _texts({key: at for key, at in getattr(given, part).items() if key != "llms"}):
            if "zh" not in texts:
                missed.append(f"{part}: {texts}")
    # English says what the descriptor says; what is not a column of a table has no word there.
    fields = {field.name for relation in package.relations for field in relation.schema.fields}
    fields |= {field.name for item in package.resources for field in item.schema.fields}
    for name, texts in given.columns.items():
        if "en" not in texts and name.rpartition(".")[2] not in fields:
            missed.append(f"columns: {name}: {texts}")

    assert missed == []


def _texts(node):
    """The texts in a part of words.yml, however deep."""
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
