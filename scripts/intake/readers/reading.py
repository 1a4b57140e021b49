"""From a file to lines, by what the file is; what cannot be a list is refused at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError
from . import base, markdown, spreadsheet
from .base import Line

MAX_BYTES = 4 << 20
MAX_CHARACTERS = 200_000
MAX_LINES = 6_000
ZIP = b"PK\x03\x04"
# Formats that are not read, by how their files begin.
OTHERS = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
}
MARKDOWN = (".md", ".markdown")
TABLES = (".csv", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xlsm")
PAGES = (".html", ".htm", ".xhtml")
PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*"
    r"<(!doctype\s+html|html|head|body|main|article|section|div|table|[ou]l|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
INNER_TAB = re.compile(r"(?<=\S)\t(?=\S)")
BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read(path: Path) -> list[Line]:
    """The lines of the file. Raises InputError, naming what to do, for a file that is empty, too
    large, not text, not UTF-8, or of a format that is not read."""
    file = path.name
    data = _bytes(path)
    for start, what in OTHERS.items():
        if data.startswith(start):
            raise _refused(file, f"{what}; save the list as text, CSV or XLSX")
    if path.suffix.lower() in WORKBOOKS and not data.startswith(ZIP):
        raise _refused(file, "no workbook, whatever its name says; save the list as CSV")
    if data.startswith(ZIP):
        found = spreadsheet.workbook(path, file)
    else:
        text = _text(data, file)
        found = _parsed(text, file)
    read: list[Line] = []
    characters = 0
    for line in found:
        read.append(line)
        characters += len(line.text) + sum(map(len, line.cells))
        if characters > MAX_CHARACTERS or len(read) > MAX_LINES:
            raise _refused(file, "too long for a list; cut the list out, and give that")
    if not characters:
        raise _refused(file, "there is no text in it that a reader would see")
    return read


def _parsed(text: str, file: str) -> Iterator[Line]:
    suffix = Path(file).suffix.lower()
    if suffix in PAGES or PAGE.match(text):
        from . import html

        return html.lines(text, file)
    if suffix in MARKDOWN:
        return markdown.lines(text, file)
    if suffix in TABLES or _tabbed(text):
        return spreadsheet.delimited(text, file)
    return base.plain(text, file)


def _tabbed(text: str) -> bool:
    """Whether nearly every line has as many tabs between its words: a table, as pasted."""
    filled = [line for line in text.splitlines() if line.strip()]
    tabs = [len(INNER_TAB.findall(line)) for line in filled]
    usual = max({*tabs}, key=tabs.count, default=0)
    return usual > 0 and len(tabs) > 1 and tabs.count(usual) * 5 >= len(tabs) * 4


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _refused(path.name, "no such file" if not path.exists() else "not a file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            reason = f"{size / 1e6:.0f} MB; at most {MAX_BYTES >> 20} MB are read: cut the list out"
            raise _refused(path.name, reason)
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path.name, f"{error.strerror}") from None
    if not data.strip():
        raise _refused(path.name, "an empty file")
    return data


def _text(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file, "UTF-16 or UTF-32; save the file as UTF-8")
    if b"\x00" in data:
        raise _refused(file, "not text: it holds NUL bytes; save the list as text, CSV or XLSX")
    text = csv_table.decode(data, file)
    if found := BINARY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        reason = f"not text: it holds the control character U+{ord(found[0]):04X}"
        raise InputError([Finding(file, line, None, reason, "unreadable")])
    return text


def _refused(file: str, reason: str) -> InputError:
    return InputError([Finding(file, None, None, reason, "unreadable")])
