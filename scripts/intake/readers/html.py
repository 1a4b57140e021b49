"""A web page as lines: what a reader sees of it. Scripts are neither run nor read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from . import Given, Reader
from ._html_table import Grid
from ._line import LINE_END, Line, Mark, visible

PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*"
    r"<(!doctype\s+html|html|head|body|main|article|section|div|table|[ou]l|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
UNSEEN_TAGS = """
    script style noscript template svg math iframe object embed select option button textarea
    canvas video audio head
"""
HEADING_TAGS = "h1 h2 h3 h4 h5 h6 caption figcaption legend summary dt"
# What is around a text and not part of it.
AROUND_TAGS = "nav header footer aside"
BLOCK_TAGS = """
    html body main article section div p ul ol li dl dd table thead tbody tfoot tr td th pre
    blockquote figure form fieldset address hr details
"""
# If a cell holds one of these, the table only makes the layout.
IN_LAYOUT = ".//td//li | .//td//table | .//td[count(.//br) > 1] | .//td[count(.//p) > 2]"
POINTER = re.compile(r"\d{1,3}|[a-z]|\W{1,3}")
UNSEEN_STYLES = ("display:none", "visibility:hidden", "visibility:collapse")
STRUCK = frozenset(["del", "s", "strike"])
ROWS = frozenset(["thead", "tbody", "tfoot", "tr", "td", "th"])
UNSEEN = frozenset(UNSEEN_TAGS.split())
HEADINGS = {tag: level for level, tag in enumerate(HEADING_TAGS.split(), 1)}
AROUND = frozenset(AROUND_TAGS.split())
BLOCKS = frozenset(HEADINGS) | AROUND | frozenset(BLOCK_TAGS.split())


def lines(given: Given) -> Iterator[Line]:
    """The lines of a page, one for each block; its place is the line on which it begins."""
    try:
        # As bytes: lxml refuses a str that declares an encoding, as XHTML does.
        data = given.text.encode()
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return
    reader = _Reader(given.file)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield from reader.start(element)
        elif event == "end":
            yield from reader.end(element)
        elif not reader.unseen:
            reader.text(element.tail, element)
    yield from reader.flush()


class _Reader:
    """Text gathered up to the next border of a block."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.unseen = 0
        self.around = 0
        self.heading = 0
        self.gathered: list[str] = []
        self.strikes = 0
        self.struck: list[str] = []
        self.blank = True
        self.place = 1
        self.item = False
        self.number = ""
        self.numbers: list[int | None] = []
        self.grids: list[Grid | None] = []
        self.row: Grid | None = None
        self.preformatted = 0

    def start(self, element: etree._Element) -> Iterator[Line]:
        tag = str(element.tag)
        self.unseen += _is_unseen(element)
        if self.unseen:
            return
        if (tag in BLOCKS and self.row is None) or tag == "br":
            yield from self.flush(breaks=tag != "br" and tag not in ROWS)
        self.around += tag in AROUND
        self.strikes += _is_struck(element)
        self.heading = HEADINGS.get(tag, self.heading)
        self.preformatted += tag == "pre"
        if tag == "table":
            self.grids.append(None if element.xpath(IN_LAYOUT) else Grid())
        elif tag in ("ol", "ul"):
            self.numbers.append(_integer(element.get("start", "1")) if tag == "ol" else None)
        elif tag == "li":
            self.item, self.number = True, self._next(element)
        elif tag == "tr" and self.grids and self.grids[-1]:
            self.row, self.place = self.grids[-1], _line(element, self.place)
            self.row.begin()
        self.text(element.text, element, inside=True)

    def end(self, element: etree._Element) -> Iterator[Line]:
        tag = str(element.tag)
        if self.unseen:
            self.unseen -= _is_unseen(element)
        else:
            if tag in ("td", "th") and self.row:
                spans = (_integer(element.get(name, "1")) for name in ("colspan", "rowspan"))
                self.row.add(" ".join(visible(self._gathered()).split()), *spans)
            elif tag == "tr" and self.row:
                place = f"{self.file}:{self.place}"
                yield Line(place, "", cells=tuple(self.row.cells), struck=self._struck())
                self.row = None
            elif tag in BLOCKS and self.row is None:
                yield from self.flush(breaks=tag not in ROWS)
            self.around -= tag in AROUND
            self.strikes -= _is_struck(element)
            self.heading = 0 if tag in HEADINGS else self.heading
            self.preformatted -= tag == "pre"
            if tag == "table":
                self.grids.pop()
            elif tag in ("ol", "ul"):
                self.numbers.pop()
        if not self.unseen:
            self.text(element.tail, element)

    def text(self, text: str | None, element: etree._Element, *, inside: bool = False) -> None:
        if text:
            if self.blank:
                self.gathered, self.place = [], _line(element, self.place)
            self.blank = self.blank and not text.strip()
            pointer = inside and element.tag == "sup" and POINTER.fullmatch(text.strip())
            self.gathered.append(f"[{text.strip()}]" if pointer else text)
            if self.strikes and text.strip():
                self.struck.append(" ".join(visible(text).split()))

    def flush(self, *, breaks: bool = True) -> Iterator[Line]:
        gathered, struck = self._gathered(), self._struck()
        for number, part in enumerate(
            LINE_END.split(gathered) if self.preformatted else [gathered]
        ):
            text = " ".join(visible(part).split())
            if text:
                mark: Mark = "item" if self.item else ""
                depth = len(self.numbers)
                if self.around or self.heading:
                    mark, depth = "heading", self.heading
                own = self.number if mark == "item" else ""
                place = f"{self.file}:{self.place + number}"
                yield Line(place, text, mark=mark, number=own, depth=depth, struck=struck)
                self.item, self.number = False, ""
        if breaks:
            yield Line(f"{self.file}:{self.place}", "")

    def _gathered(self) -> str:
        text, self.gathered, self.blank = "".join(self.gathered), [], True
        return text

    def _struck(self) -> tuple[str, ...]:
        struck, self.struck = tuple(self.struck), []
        return struck

    def _next(self, element: etree._Element) -> str:
        if not self.numbers or self.numbers[-1] is None:
            return ""
        number = _integer(element.get("value", "")) or self.numbers[-1]
        self.numbers[-1] = number + 1
        return str(number)


def _is_unseen(element: etree._Element) -> bool:
    style = _style(element)
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or any(name in style for name in UNSEEN_STYLES)
    )


def _is_struck(element: etree._Element) -> bool:
    return element.tag in STRUCK or "line-through" in _style(element)


def _style(element: etree._Element) -> str:
    return "".join(element.get("style", "").split()).lower()


def _line(element: etree._Element, otherwise: int) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else otherwise


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


READER = Reader(
    "HTML", (".html", ".htm", ".xhtml"), lines, begins=lambda given: bool(PAGE.match(given.head))
)
