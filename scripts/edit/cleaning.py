"""What a cell, a record, a version is made to be, so that `check` takes it: nothing is dropped or
changed without a line that says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core.normalize import BIDI, INVISIBLE, SPACES
from ..validate.characters import CONTROL, LOST, MAX_CELL, is_formula
from .version import Version

BREAKS = re.compile(r"[\r\n\t\v\f\x85]+")


@dataclass(frozen=True)
class Note:
    """One thing that was changed or left out: where it was, and what was done."""

    origin: str
    line: int
    column: str
    what: str

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


def clean(
    version: Version, names: Mapping[str, str], key: Sequence[str]
) -> tuple[Clean, list[Note]]:
    """The version with the columns called by `names`, and what was changed. Of records with one
    key the first stays; a record whose key has an empty part is left out."""
    notes: list[Note] = []
    records: dict[tuple[str, ...], dict[str, str]] = {}
    lines: dict[tuple[str, ...], int] = {}
    for line, cells in version.records:
        record = {}
        for header, cell in zip(version.columns, cells, strict=True):
            record[names[header]], changed = tidy(cell)
            notes += (Note(version.origin, line, header, what) for what in changed)
        identity = tuple(record[name] for name in key)
        if not all(identity):
            what = f"left out: the key ({', '.join(key)}) has an empty part"
            notes.append(Note(version.origin, line, "", what))
        elif identity in records:
            is_same = records[identity] == record
            what = "the same record again" if is_same else "another record with the same key"
            what = f"left out: {what}, first on line {lines[identity]}"
            notes.append(Note(version.origin, line, "", what))
        else:
            records[identity], lines[identity] = record, line
    columns = tuple(names[header] for header in version.columns)
    ordered = {identity: records[identity] for identity in sorted(records)}
    return Clean(version.revision, version.origin, columns, ordered), notes


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
