"""The review file: a table for a spreadsheet, in which a person answers what is open.

One line a `setting` (what the printing is called, its source), an `item`, a body that is
`missing`, and a text that was `dropped`. What a person writes is in the column `answer`, and
in the columns of the printing where the text was misread; all other columns are for reading.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError, PackageError
from ..mapping import Form
from .propose import Entry

FIXED = (
    *("row", "kind", "place", "outcome", "score", "text", "match", "answer"),
    *("question", "alternatives", "change", "note", "short"),
)
KINDS = ("setting", "item", "missing", "dropped")
SOURCE = "source."
NEW, DROP, REMOVED = "new", "drop", "removed"
ROW = re.compile("[0-9]{1,9}")
# A spreadsheet runs what begins so as a formula; an apostrophe in front makes it a text.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")


class ReviewError(PackageError):
    """A review cannot be accepted; `findings` say what is open or wrong."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        listed = "\n".join(map(str, findings))
        super().__init__(f"{listed}\nNothing is accepted; {len(findings)} to answer or correct.")
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Line:
    """One line of a review as read: its line in the file, its kind and its cells."""

    line: int
    kind: str
    cells: Mapping[str, str]

    @property
    def answer(self) -> str:
        """What a person answered."""
        return self.cells["answer"]


@dataclass(frozen=True)
class Review:
    """A review as read: its file, the settings by name, the other lines in the order of `row`."""

    file: str
    settings: Mapping[str, str]
    lines: tuple[Line, ...]


def columns(declared: Form) -> list[str]:
    """The columns of a review: the fixed ones, those of the series that a text gives, and for a
    new body those of the table of bodies, with `new_` in front."""
    given = [
        *(declared.columns.get(r, "") for r in ("number", "section")),
        *declared.languages.values(),
    ]
    given += [declared.columns.get(role, "") for role in ("acronym", "note")]
    new = [f"new_{name}" for name in declared.bodies.schema.columns]
    return [*FIXED, *filter(None, given), *new]


def dump(settings: Mapping[str, str], entries: Iterable[Entry], declared: Form) -> bytes:
    """The review as CSV, with the mark by which a spreadsheet sees that it is UTF-8."""
    names = columns(declared)
    rows = [{"kind": "setting", "text": name, "answer": value} for name, value in settings.items()]
    rows += [_row(entry) for entry in entries]
    cells = [
        [_guarded({**row, "row": str(number)}.get(name, "")) for name in names]
        for number, row in enumerate(rows, 1)
    ]
    return "\ufeff".encode() + csv_table.dump(names, cells)


def settings(data: bytes, file: str) -> dict[str, str]:
    """The settings of a review, before anything else of it is read. Raises InputError."""
    rows = csv_table.parse(_comma(data), file).dicts()
    return {
        _unguarded(row["text"].strip()): _unguarded(row["answer"].strip())
        for row in rows
        if row.get("kind") == "setting" and {"text", "answer"} <= row.keys()
    }


def parse(data: bytes, file: str, declared: Form) -> Review:
    """The review in `data`. Raises InputError where it is none, ReviewError where its lines
    cannot be used."""
    found = csv_table.parse(_comma(data), file)
    missing = [name for name in columns(declared) if name not in found.columns]
    if missing:
        reason = f"not a review file: it has no column {', '.join(map(repr, missing))}"
        raise InputError([Finding(file, 1, None, reason, "review")])
    settings: dict[str, str] = {}
    lines, faults = [], []
    for line, row in found.numbered():
        cells = {name: _unguarded(" ".join(cell.split())) for name, cell in row.items()}
        if cells["kind"] not in KINDS:
            reason = f"{cells['kind']!r} is not one of: {', '.join(KINDS)}"
            faults.append(Finding(file, line, "kind", reason, "review"))
        elif not ROW.fullmatch(cells["row"]):
            reason = "expected an integer of at most nine digits"
            faults.append(Finding(file, line, "row", reason, "review"))
        elif cells["kind"] == "setting":
            settings[cells["text"]] = cells["answer"]
        else:
            lines.append(Line(line, cells["kind"], cells))
    if faults:
        raise ReviewError(faults)
    return Review(file, settings, tuple(sorted(lines, key=lambda line: int(line.cells["row"]))))


def _row(entry: Entry) -> dict[str, str]:
    fixed = {name: cell for name, cell in vars(entry).items() if name != "cells"}
    return {**entry.cells, **fixed}


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _comma(data: bytes) -> bytes:
    """The same table with commas, where a spreadsheet saved it with semicolons or tabs."""
    header = data.split(b"\n", 1)[0]
    delimiter = max(b",;\t", key=lambda byte: header.count(byte))
    if chr(delimiter) == "," or not header:
        return data
    text = data.decode("utf-8-sig", errors="surrogateescape")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=chr(delimiter)))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", errors="surrogateescape")
