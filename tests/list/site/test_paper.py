"""Pages as Chromium prints them: every word of the page is on paper, and nothing is cut off at the
edge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.list.site.pages import PRINTINGS

PAGES = ("/", "/organizations", "/organizations/unfccc", PRINTINGS, "/claims")
BOTH = [*PAGES, *(f"/zh{path}" for path in PAGES)]
# The width between the margins, in CSS pixels: 174 mm, or 261 mm in landscape.
UPRIGHT, LANDSCAPE = 658, 986
# Every text that is printed, and its right edge; what is only for the screen has no box.
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width > 0);
    const unseen = node.parentElement.closest(".unseen, .name, option, svg");
    if (boxes.length && node.data.trim() && !unseen)
      found.push([node.data, Math.max(...boxes.map(box => box.right))]);
  }
  return found;
}"""


@dataclass(frozen=True)
class Printed:
    """A printed page: its texts, those that reach beyond the margin, and for each sheet its
    readable text and its size in points."""

    texts: list[str]
    beyond: list[str]
    sheets: list[str]
    sizes: set[tuple[int, int]]


Print = Callable[[str], Printed]


def read(data: bytes) -> tuple[list[str], set[tuple[int, int]]]:
    """The text and the size of each sheet of a PDF; what is cut off at the edge is not in the
    text."""
    sheets, sizes = [], set()
    with pypdfium2.PdfDocument(data) as document:
        for sheet in document:
            wide, high = sheet.get_size()
            sheets.append(letters(sheet.get_textpage().get_text_bounded()))
            sizes.add((round(wide), round(high)))
    return sheets, sizes


@pytest.fixture(scope="module")
def printed(tab: Page, address: str) -> Print:
    """The texts of a page in the style for print, and its PDF; each page is printed only once."""
    page = tab

    @cache
    def of(path: str) -> Printed:
        width = LANDSCAPE if path.endswith("/organizations") else UPRIGHT
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(media="print")
        page.goto(address.rstrip("/") + path)
        texts = page.evaluate(TEXTS)
        beyond = [text for text, right in texts if right > width + 1]
        return Printed(
            [text for text, _ in texts], beyond, *read(page.pdf(prefer_css_page_size=True))
        )

    return of


def letters(text: str) -> str:
    """A text without spaces and hyphens, which breaking lines changes, with characters
    normalized."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", BOTH)
def test_every_word_of_the_page_is_on_paper(printed: Print, path: str) -> None:
    found = printed(path)
    whole = "".join(found.sheets)
    # Word by word: a text may continue on the next sheet, with a footer and a header between.
    parts = {part for text in found.texts for part in re.findall(r"[^\s-]+", text)}

    assert len(found.texts) > 40
    assert {part for part in parts if letters(part) not in whole} == set()


@pytest.mark.parametrize("path", BOTH)
def test_nothing_is_cut_off_at_the_edge_of_the_paper(printed: Print, path: str) -> None:
    assert printed(path).beyond == []


@pytest.mark.parametrize("path", BOTH)
def test_each_sheet_has_title_address_and_page_numbers(printed: Print, path: str) -> None:
    found, is_chinese = printed(path), path.startswith("/zh")
    numbers = "第{}頁，共{}頁" if is_chinese else "Page {} of {}"
    for number, text in enumerate(found.sheets, start=1):
        assert letters(numbers.format(number, len(found.sheets))) in text
        assert letters(path) in text
        assert letters("2026年2月13日" if is_chinese else "13 February 2026") in text
    assert found.sizes == {(842, 595) if path.endswith("/organizations") else (595, 842)}


def test_list_on_paper_repeats_its_headings_and_numbers_its_sources(printed: Print) -> None:
    sheets = printed("/organizations").sheets
    rows = [text for text in sheets if letters("announced on 7 January 2026") in text]

    assert len(rows) > 3
    assert all("Chinesename" in text and "Status" in text for text in rows)
    assert "https://www.whitehouse.gov/" in sheets[-1] + sheets[-2]


def test_printed_sentence_has_its_sources_with_addresses_below(printed: Print) -> None:
    first = printed("/organizations/unfccc").sheets[0]

    assert letters("The United States announced on 7 January 2026 that it would withdraw") in first
    assert "https://www.whitehouse.gov/" in first


def test_text_beyond_the_edge_is_found(page: Page) -> None:
    """Otherwise the tests above could pass for any page."""
    page.set_viewport_size({"width": UPRIGHT, "height": 1000})
    page.emulate_media(media="print")
    page.set_content(
        "<main><p style='position:absolute;left:600px;width:400px'>wide</p>"
        "<p style='position:absolute;left:-100px'>left</p></main>"
    )
    texts = dict(page.evaluate(TEXTS))
    sheets, _ = read(page.pdf(format="A4"))

    # Chromium leaves out text beyond the edge of the sheet.
    assert texts["wide"] > 600
    assert "left" in texts
    assert "left" not in "".join(sheets)
