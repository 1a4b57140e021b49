"""Bytes and characters that a published CSV may not have, though every reader accepts them.

An invisible character makes two readers see two tables; a spreadsheet runs a cell that starts like
a formula; a search for a composed letter does not find the decomposed one. Each finding has the
line, the column if there is one, and what to do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from ..core.csv_table import Table, parse
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..core.normalize import BIDI, INVISIBLE, SPACES

MAX_CELL = 10_000
BOM = b"\xef\xbb\xbf"

# Carriage returns are found in the bytes.
CONTROL = re.compile("[\x01-\x0c\x0e-\x1f\x7f-\x9f]")
LOST = re.compile("[\ufffd\ufdd0-\ufdef\ufffe\uffff]")
# A sign alone is not a formula: many lists write "-" for nothing.
FORMULA = re.compile(r"[=+\-@＝＋－＠](?=.)")
# Most cells match this and need no other test: printable ASCII that begins with a letter or digit
# and does not end with a space.
PLAIN = re.compile("(?:[0-9A-Za-z](?:[ -~]*[!-~])?)?")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def examine(data: bytes, file: str, key: tuple[str, ...]) -> tuple[list[Finding], Table | None]:
    """Every finding about the bytes of one CSV file, and its table if it can be read.

    The records must be sorted by the columns in `key`, as text.
    """
    findings = list(_bytes(data, file))
    try:
        table = parse(data, file)
    except InputError as error:
        return findings + list(error.findings), None
    if (bare := _bare_quote(data)) is not None:
        reason = "an unescaped quote inside an unquoted cell; quote the cell and double the quote"
        findings.append(Finding(file, bare, None, reason, "bare-quote"))
    findings += _header(table)
    findings += _cells(table)
    findings += _order(table, key)
    return findings, table


def _bytes(data: bytes, file: str) -> Iterator[Finding]:
    if data.startswith(BOM):
        reason = "starts with a byte order mark; save as UTF-8 without BOM"
        yield Finding(file, 1, None, reason, "bom")
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        count = data.count(b"\r")
        reason = f"{count} carriage returns, the first on this line; end lines with LF alone"
        yield Finding(file, line, None, reason, "carriage-return")
    if data and not data.endswith(b"\n"):
        line = data.count(b"\n") + 1
        reason = "no newline at the end of the file; it may be truncated"
        yield Finding(file, line, None, reason, "final-newline")
    read = quotes = lines = 0
    for blank in re.finditer(rb"(?:(?<=\n)|\A)\r?\n", data):
        quotes += data.count(b'"', read, blank.start())
        lines += data.count(b"\n", read, blank.start())
        read = blank.start()
        if quotes % 2 == 0:
            yield Finding(file, lines + 1, None, "blank line; remove it", "blank-line")


def _bare_quote(data: bytes) -> int | None:
    """The line of the first unescaped quote inside an unquoted cell. Some readers keep it, others
    refuse it."""
    pieces = data.removeprefix(BOM).split(b'"')
    line = 1
    for place, piece in enumerate(pieces):
        line += piece.count(b"\n")
        opens = place % 2 == 0 and place + 1 < len(pieces)
        # An empty piece outside quotes, except the first, is inside a doubled quote.
        if opens and piece and piece[-1:] not in b",\n\r":
            return line
    return None


def _header(table: Table) -> Iterator[Finding]:
    for name in table.columns:
        if re.search(r"\s", name):
            reason = "the name of a column has a space in it; use an underscore or none"
            yield Finding(table.file, 1, name, reason, "header-space")
        else:
            for rule, reason in cell_faults(name):
                yield Finding(table.file, 1, name, reason, rule)


def _cells(table: Table) -> Iterator[Finding]:
    for line, cells in table.records:
        for column, cell in zip(table.columns, cells, strict=True):
            if len(cell) <= MAX_CELL and PLAIN.fullmatch(cell):
                continue
            for rule, reason in cell_faults(cell):
                yield Finding(table.file, line, column, reason, rule)


def cell_faults(text: str) -> Iterator[tuple[str, str]]:
    """(rule, reason) for each fault in the text of a cell."""
    if len(text) > MAX_CELL:
        yield "long-cell", f"{len(text)} characters; at most {MAX_CELL} fit a cell"
        return
    if "\x00" in text:
        yield "nul", "holds a NUL character; remove it"
    for rule, pattern, what in (
        ("control", CONTROL, "a control character"),
        ("zero-width", INVISIBLE, "an invisible character"),
        ("bidi", BIDI, "a character that reverses the direction of text"),
        ("lost", LOST, "a replacement character or noncharacter, where text was lost"),
        ("odd-space", SPACES, "a non-ASCII space"),
    ):
        if found := pattern.search(text):
            yield rule, f"holds {what}, {_named(found[0])}, after {text[: found.start()][-20:]!r}"
    if not unicodedata.is_normalized("NFC", text):
        yield "not-nfc", "not in Unicode NFC; normalise the text"
    if text != text.strip(" "):
        yield "outer-space", "starts or ends with a space; remove it"
    if is_formula(text):
        yield (
            "formula",
            f"starts with {text.lstrip()[0]!r}: a spreadsheet would run it as a formula",
        )


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula."""
    return FORMULA.match(text.lstrip()) is not None and not NUMBER.fullmatch(text)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _order(table: Table, key: tuple[str, ...]) -> Iterator[Finding]:
    """The fewest records that must move for the file to be in key order, so that one misplaced
    record is one finding: those outside a longest non-decreasing subsequence (patience sorting)."""
    if not set(key) <= set(table.columns):
        return
    indexes = [table.columns.index(name) for name in key]
    keys = [tuple(cells[index] for index in indexes) for _, cells in table.records]
    tails: list[int] = []
    before: list[int] = []
    for position, value in enumerate(keys):
        place = bisect_right(tails, value, key=keys.__getitem__)
        before.append(tails[place - 1] if place else -1)
        tails[place : place + 1] = [position]
    placed = set()
    position = tails[-1] if tails else -1
    while position >= 0:
        placed.add(position)
        position = before[position]
    for position, (line, _) in enumerate(table.records):
        if position not in placed:
            reason = "out of key order; sort the records by " + ", ".join(key)
            yield Finding(table.file, line, key[0], reason, "order")
