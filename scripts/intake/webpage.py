"""A web page as lines: what a reader sees of it; scripts are never run, and never read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from scripts.intake.lines import Line, Mark

UNSEEN_TAGS = """
    script style noscript template svg math iframe object embed select option button textarea
    canvas video audio head
"""
HEADING_TAGS = "h1 h2 h3 h4 h5 h6 caption figcaption legend summary dt"
# What stands around a text and is no part of it.
AROUND_TAGS = "nav header footer aside"
BLOCK_TAGS = """
    html body main article section div p ul ol li dl dd table thead tbody tfoot tr td th pre
    blockquote figure form fieldset address hr details
"""
ROWS = frozenset(["thead", "tbody", "tfoot", "tr", "td", "th"])
UNSEEN = frozenset(UNSEEN_TAGS.split())
HEADINGS = frozenset(HEADING_TAGS.split())
AROUND = frozenset(AROUND_TAGS.split())
BLOCKS = HEADINGS | AROUND | frozenset(BLOCK_TAGS.split())


def lines(text: str, file: str) -> Iterator[Line]:
    """The lines of a page, a block each; the place is the line on which it begins."""
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return
    reader = _Reader(file)
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
        self.place = 1
        self.item = False
        self.number = ""
        self.numbers: list[int | None] = []
        self.cells: list[str] | None = None

    def start(self, element: etree._Element) -> Iterator[Line]:
        tag = str(element.tag)
        if tag in UNSEEN or "hidden" in element.attrib:
            self.unseen += 1
        if self.unseen:
            return
        if (tag in BLOCKS and self.cells is None) or tag == "br":
            yield from self.flush(breaks=tag != "br" and tag not in ROWS)
        self.around += tag in AROUND
        self.heading += tag in HEADINGS
        if tag in ("ol", "ul"):
            self.numbers.append(_integer(element.get("start", "1")) if tag == "ol" else None)
        elif tag == "li":
            self.item, self.number = True, self._next(element)
        elif tag == "tr":
            self.cells, self.place = [], _line(element, self.place)
        self.text(element.text, element)

    def end(self, element: etree._Element) -> Iterator[Line]:
        tag = str(element.tag)
        if self.unseen:
            self.unseen -= tag in UNSEEN or "hidden" in element.attrib
        else:
            if tag in ("td", "th") and self.cells is not None:
                self.cells.append(" ".join("".join(self.gathered).split()))
                self.gathered = []
            elif tag == "tr" and self.cells is not None:
                cells, self.cells = tuple(self.cells), None
                yield Line(f"{self.file}:{self.place}", "", cells=cells)
            elif tag in BLOCKS and self.cells is None:
                yield from self.flush(breaks=tag not in ROWS)
            self.around -= tag in AROUND
            self.heading -= tag in HEADINGS
            if tag in ("ol", "ul"):
                self.numbers.pop()
        if not self.unseen:
            self.text(element.tail, element)

    def text(self, text: str | None, element: etree._Element) -> None:
        if text:
            if not "".join(self.gathered).strip():
                self.gathered, self.place = [], _line(element, self.place)
            self.gathered.append(text)

    def flush(self, *, breaks: bool = True) -> Iterator[Line]:
        text = " ".join("".join(self.gathered).split())
        self.gathered = []
        if text:
            mark: Mark = "heading" if self.around or self.heading else "item" if self.item else ""
            number = self.number if mark == "item" else ""
            yield Line(f"{self.file}:{self.place}", text, mark=mark, number=number)
            self.item, self.number = False, ""
        if breaks:
            yield Line(f"{self.file}:{self.place}", "")

    def _next(self, element: etree._Element) -> str:
        if not self.numbers or self.numbers[-1] is None:
            return ""
        number = _integer(element.get("value", "")) or self.numbers[-1]
        self.numbers[-1] = number + 1
        return str(number)


def _line(element: etree._Element, otherwise: int) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else otherwise


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
