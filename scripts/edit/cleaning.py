"""What a cell, a record, a version is made to be, so that `check` takes it: nothing is dropped or
changed without a line that says so."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core import csv_table
from ..core.errors import UsageError
from ..core.normalize import BIDI, INVISIBLE, SPACES
from ..validate.characters import CONTROL, LOST, MAX_CELL, is_formula
from .version import Version

# The note on a record that is left out begins with this.
LEFT_OUT = "left out"
BREAKS = re.compile(r"[\r\n\t\v\f\x85]+")


@dataclass(frozen=True)
class Note:
    """One thing that was changed or left out: where it was, and what was done."""

    origin: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        """As a message shows it; a whole row has no column."""
        return ": ".join(filter(None, (f"{self.origin}:{self.line}", self.column, self.what)))

    def cells(self) -> list[str]:
        """As a row of CSV: origin, line, column, what; nothing of it is run as a formula."""
        return [tidy(cell)[0] for cell in (self.origin, str(self.line), self.column, self.what)]


@dataclass(frozen=True)
class Clean:
    """One version as it is published: the records by their key, with the cell of each column."""

    revision: str
    origin: str
    columns: tuple[str, ...]
    records: Mapping[tuple[str, ...], Mapping[str, str]]


class KeyFaultError(UsageError):
    """The key does not name each record of a version."""


def clean(
    version: Version, names: Mapping[str, str], key: Sequence[str], advice: str
) -> tuple[Clean, list[Note]]:
    """The version with the columns called by `names`, and what was changed. An empty row is left
    out, and a record that is the same again. Raises KeyFaultError for a key with an empty part, or
    that two records have: `advice` says what to do, before the option for more columns."""
    notes: list[Note] = []
    records: dict[tuple[str, ...], dict[str, str]] = {}
    lines: dict[tuple[str, ...], int] = {}
    for line, cells in version.records:
        record = {}
        for header, cell in zip(version.columns, cells, strict=True):
            record[names[header]], changed = tidy(cell)
            notes += (Note(version.origin, line, header, what) for what in changed)
        identity = tuple(record[name] for name in key)
        if not any(record.values()):
            notes.append(Note(version.origin, line, "", f"{LEFT_OUT}: the row is empty"))
        elif not all(identity):
            raise KeyFaultError(
                f"{version.origin}: line {line} has nothing in"
                f" {_headers(names, key)[identity.index('')]!r}, which is part of the key; fill it"
                " in, or name a key that every record has"
            )
        elif identity not in records:
            records[identity], lines[identity] = record, line
        elif records[identity] == record:
            what = f"{LEFT_OUT}: the same record again, first on line {lines[identity]}"
            notes.append(Note(version.origin, line, "", what))
        else:
            more = csv_table.line([*_headers(names, key), _missing(version, names, key)])
            raise KeyFaultError(
                f"{version.origin}: lines {lines[identity]} and {line} are different records with"
                f" the key {','.join(identity)}; {advice}: --key {shlex.quote(more.rstrip())}"
            )
    columns = tuple(names[header] for header in version.columns)
    ordered = {identity: records[identity] for identity in sorted(records)}
    return Clean(version.revision, version.origin, columns, ordered), notes


def _headers(names: Mapping[str, str], key: Sequence[str]) -> list[str]:
    """The headers of the columns of the key."""
    headers = {name: header for header, name in names.items()}
    return [headers[name] for name in key]


def _missing(version: Version, names: Mapping[str, str], key: Sequence[str]) -> str:
    """The header of the first column that makes the key one of each record; "…" without one."""
    rows = {tuple(tidy(cell)[0] for cell in cells) for _, cells in version.records}
    rows = {row for row in rows if any(row)}
    places = [number for number, header in enumerate(version.columns) if names[header] in key]
    for place, header in enumerate(version.columns):
        parts = {tuple(row[number] for number in (*places, place)) for row in rows}
        if len(parts) == len(rows) and all(row[place] for row in rows):
            return header
    return "…"


def tidy(cell: str) -> tuple[str, list[str]]:
    """The cell as `check` takes it, and what was done to it, a phrase each."""
    if cell.isascii() and cell.isprintable() and cell == cell.strip() and not is_formula(cell):
        return cell[:MAX_CELL], [] if len(cell) <= MAX_CELL else [f"cut to {MAX_CELL} characters"]
    done: list[str] = []
    for what, text in _steps(cell):
        if text != cell:
            done.append(what)
            cell = text
    return cell, done


def _steps(cell: str) -> Iterator[tuple[str, str]]:
    text = unicodedata.normalize("NFC", cell)
    yield "letters and accents joined (NFC)", text
    text = BREAKS.sub(" ", text)
    yield "line breaks and tabs made spaces", text
    text = SPACES.sub(" ", text)
    yield "unusual spaces made plain ones", text
    for pattern, what in (
        (CONTROL, "control characters"),
        (INVISIBLE, "invisible characters"),
        (BIDI, "characters that reverse text"),
        (LOST, "replacement characters, where text was lost"),
    ):
        text = pattern.sub("", text).replace("\x00", "")
        yield f"{what} removed", text
    text = unicodedata.normalize("NFC", text).strip()
    yield "spaces around it removed", text
    text = text[:MAX_CELL].rstrip()
    yield f"cut to {MAX_CELL} characters", text
    if is_formula(text):
        text = f"'{text}"[:MAX_CELL]
    yield "an apostrophe put in front: a spreadsheet would run it as a formula", text
