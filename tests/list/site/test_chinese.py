"""The Chinese pages are complete: every word on them is Chinese, a proper name, or marked as
another language. Marked words that are neither a name nor the title of a source are counted."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Xml

import openpyxl
import pytest
from datasette.app import Datasette

from revisioned.core.normalize import CHINESE as HAN
from revisioned.descriptor.load import load
from revisioned.site.locale import dates
from tests.conftest import ROOT
from tests.list.site.spoken import LANGUAGES

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SPOKEN = ("aria-label", "title", "alt", "placeholder", "content", "data-label", "value", "label")
# Meta tags that a link preview quotes.
QUOTED = {"description", "og:title", "og:description", "og:site_name", "og:image:alt"}
VOID = {"meta", "link", "br", "input", "img", "hr"}
# Code, and text for machines or for copying.
UNSPOKEN = {"code", "pre", "script", "style"}
WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]{2,}")
# Names that are the same in both languages: files, formats, programs, terms.
URL = re.compile(
    r"https?://\S+|/zh/[\w/-]+|data/(?:prints|register)/[\w.-]+|[a-z]+(?:-[a-z0-9]+)+-\d{4}-\d\d-\d\d(?![A-Za-z0-9-])"
)
PLACES = re.compile(
    r"[\w./-]+\.(?:csv|xlsx|db|json|md|cff|py|zip|txt|yml|sql|parquet|sig|sha256|shtml)(?![a-z])"
    r"|(?:prints|register)/[\w-]+|\{\w+\}"
)
# Works, laws and sites that our texts name.
WORKS = (
    *("The World Factbook", "Treaties in Force", "Inside Climate News", "IEA Database Project"),
    *("Pace University", "Kemp-Kasten", "FRUS", "Stat.", "Treaty Doc.", "As a founding", "git"),
    *("guancha.cn", "intunwatch.com", "amerinews.tv", "github-public-files"),
)
TERMS = re.compile(
    r"prints|register|LICENSE(?:-DATA)?|SHA256SUMS|(?<![a-z])(?:[IVXL]+|[ivxl]+)(?![a-z])"
    r"|English|(?<![a-z])(?:schema\.org JSON-LD|DataCite JSON|CSL-JSON|BibTeX|RIS|APA|Chicago"
    r"|SQLite|SQL|DAFF\.CSV|CSV|XLSX|JSON|HTML|PNG|SVG|TXT|MD|ZIP|Parquet|DOI|SWHID|SHA-256"
    r"|sha256sum|Atom|Wikidata|OECD DAC|ROR|LEI|UN|CC BY-SA|CC0-1\.0|CC0|MIT|kB|MB|Datasette"
    r"|SG/SM|Creative Commons|commit)(?![a-z])",
    re.IGNORECASE,
)
# Words in examples for readers, or in wrong addresses.
ASKED = {"climate", "nowhere", "unesca"}
# The most words of English prose that a page may have, by its kind: notes on sources, and what a
# release said before it was corrected.
CEILING = {"organizations": 20, "sources": 60, "about": 350, "diff": 200, "cite": 4000}
CEILING |= {"withdrawals": 450}
OTHERS = 0


class Words(HTMLParser):
    """The texts of a page, visible, read aloud or quoted in previews, each with its language: empty
    for Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Push the language of the element, and keep the texts of its attributes."""
        given = dict(attrs)
        lang = given.get("lang") or (self._open[-1][1] if self._open else "")
        silent = tag in UNSPOKEN or "hidden" in given or bool(self._open and self._open[-1][2])
        if not silent and not (tag == "input" and given.get("type") == "hidden"):
            machine = tag == "meta" and (given.get("name") or given.get("property")) not in QUOTED
            self.found += [
                (lang, value) for name in SPOKEN if (value := given.get(name)) and not machine
            ]
        if tag not in VOID:
            self._open.append((tag, lang, silent))

    def handle_endtag(self, tag: str) -> None:
        """Pop the element and whatever was not closed inside it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text with its language."""
        if data.strip() and not (self._open and self._open[-1][2]):
            self.found.append((self._open[-1][1] if self._open else "", " ".join(data.split())))


def get(site: Datasette, path: str) -> str:
    return asyncio.run(site.client.get(path)).text


@pytest.fixture(scope="module")
def texts(site: Datasette) -> dict[str, list[tuple[str, str]]]:
    """The words of each page: those in the sitemap (of sources every eighth), the questions that
    home links to, and wrong addresses."""
    paths = [
        unescape(re.sub(r"^https?://[^/]+", "", found))
        for found in re.findall(r"<loc>([^<]+)</loc>", get(site, "/sitemap.xml"))
    ]
    chinese = [path for path in paths if path.startswith("/zh/")]
    sources = [path for path in chinese if path.startswith("/zh/sources/")]
    questions = re.findall(r'href="(/zh/withdrawals/[^"]+)"', get(site, "/zh/"))
    asked = ["/zh/search?q=%E6%B0%A3%E5%80%99", "/zh/nowhere", "/zh/organizations/unesca"]
    chosen = [path for path in chinese if path not in sources]
    return {
        path: Words(get(site, path)).found
        for path in dict.fromkeys([*chosen, *sources[::8], *questions, *asked])
    }


@pytest.fixture(scope="module")
def names(database: Path) -> re.Pattern[str]:
    """Proper names, the longest first: of organizations, persons, publishers, contributors and
    founding texts; identifiers; and titles of sources."""
    asked = """
        SELECT name_en FROM organizations UNION SELECT acronym FROM organizations
        UNION SELECT name FROM names UNION SELECT name_en FROM prints
        UNION SELECT publisher FROM sources UNION SELECT title FROM sources
        UNION SELECT speaker FROM statements UNION SELECT body FROM statements
        UNION SELECT title FROM instruments UNION SELECT reference FROM instruments
        UNION SELECT value FROM facts UNION SELECT source_id FROM sources
        UNION SELECT org_id FROM organizations UNION SELECT act_id FROM acts
        UNION SELECT statement_id FROM statements UNION SELECT claim_id FROM claims
    """
    with closing(sqlite3.connect(database)) as connection:
        found = {str(name) for (name,) in connection.execute(asked) if name}
    package = load(ROOT)
    found |= {str(person["title"]) for person in package.descriptor["contributors"]}
    found |= {str(item.revision) for item in package.resources if item.revision}
    # Pages spell out the days in a text, and drop the brackets of a title.
    found |= {dates.spelled(name, LANGUAGES[1]) for name in found}
    found |= {name.strip("[]") for name in found}
    # Some publishers are given as "one, on the site of another".
    found |= {part for name in found for part in re.split(r", (?:on|in|through) | \(|\)", name)}
    found |= {HAN.sub("", name).strip() for name in found} | {*WORKS}
    listed = sorted((re.escape(name) for name in found if WORD.search(name)), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(listed)})(?![A-Za-z])")


def left(text: str, names: re.Pattern[str]) -> list[str]:
    """The words of a text that are neither Chinese nor part of a name."""
    found = WORD.findall(TERMS.sub(" ", PLACES.sub(" ", names.sub(" ", URL.sub(" ", text)))))
    return [word for word in found if word not in ASKED]


def test_every_word_on_a_chinese_page_is_chinese_a_name_or_marked(
    texts: dict[str, list[tuple[str, str]]], names: re.Pattern[str]
) -> None:
    # Many texts are on every page.
    pages = {
        text: path
        for path, found in texts.items()
        for lang, text in found
        if not lang or lang.startswith("zh")
    }
    missed = [f"{path}: {text}" for text, path in pages.items() if left(text, names)]

    assert missed == []


def test_english_prose_stays_below_the_ceiling(
    texts: dict[str, list[tuple[str, str]]], names: re.Pattern[str]
) -> None:
    counted = {
        path: sum(
            len(left(text, names)) for lang, text in found if lang and not lang.startswith("zh")
        )
        for path, found in texts.items()
    }
    over = {
        path: count
        for path, count in counted.items()
        if count > CEILING.get(path.split("/")[2].split("?")[0], OTHERS)
    }

    assert over == {}


def test_every_word_of_the_chinese_feed_and_calendar_is_chinese_a_name_or_marked(
    site: Datasette, names: re.Pattern[str]
) -> None:
    feed = Xml.fromstring(get(site, "/zh/feed.atom"))
    entries = feed.findall("a:entry", ATOM)
    told = [(entry.findtext("a:title", "", ATOM), "") for entry in entries]
    for entry in entries:
        html = entry.findtext("a:content", "", ATOM)
        told += [(text, lang) for lang, text in Words(html).found]
    calendar = re.sub(r"\r?\n ", "", get(site, "/zh/calendar.ics"))
    told += [(text, "") for text in re.findall(r"(?:SUMMARY|DESCRIPTION)[^:]*:(.*)", calendar)]

    assert len(told) > len(entries) >= 10
    missed = [
        text
        for text, lang in told
        if (not lang or lang.startswith("zh")) and left(text.replace("\\n", " "), names)
    ]
    assert missed == []


def test_every_word_of_the_chinese_spreadsheet_is_chinese_a_name_or_from_the_data(
    site: Datasette, names: re.Pattern[str]
) -> None:
    """On the last sheet, which has all columns unchanged, only the headings are tested."""
    file = asyncio.run(site.client.get("/zh/withdrawals.xlsx")).content
    book = openpyxl.load_workbook(BytesIO(file), read_only=True)
    *shown, whole = [list(sheet.iter_rows(values_only=True)) for sheet in book]
    texts = [str(cell) for sheet in shown for row in sheet for cell in row if cell]
    texts += [str(cell) for cell in whole[0] if cell] + book.sheetnames

    assert len(texts) > 500
    assert [text for text in texts if left(text, names)] == []
