"""Small edits that break a copy of the package, with one fault each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Edit = Callable[[Path], None]
Header = list[str]
Records = list[list[str]]
Place = int | str
"""A record: its line, or the cells that it starts with, written as in the file."""


def text(file: str, old: str, new: str) -> Edit:
    """Replace the first `old` in the file, which must contain it."""
    return data(file, old.encode(), new.encode())


def data(file: str, old: bytes, new: bytes) -> Edit:
    """Replace the first bytes `old` in the file, which must contain them."""

    def edit(root: Path) -> None:
        content = (root / file).read_bytes()
        assert old in content, f"{old!r} is not in {file}"
        (root / file).write_bytes(content.replace(old, new, 1))

    return edit


def cell(file: str, place: Place, column: str, value: str) -> Edit:
    """Set one cell of the record at that place."""

    def change(header: Header, records: Records) -> None:
        records[_index(records, place)][header.index(column)] = value

    return _table(file, change)


def without(file: str, *places: Place) -> Edit:
    """Drop the records at these places."""

    def change(_: Header, records: Records) -> None:
        for index in sorted((_index(records, place) for place in places), reverse=True):
            del records[index]

    return _table(file, change)


def record(file: str, **cells: str) -> Edit:
    """Add a record, in key order by the first column."""

    def change(header: Header, records: Records) -> None:
        records.append([cells.get(name, "") for name in header])
        records.sort()

    return _table(file, change)


def swapped(file: str, first: int, second: int) -> Edit:
    """Swap the records on two lines."""

    def change(_: Header, records: Records) -> None:
        one, two = first - 2, second - 2
        records[one], records[two] = records[two], records[one]

    return _table(file, change)


def descriptor(change: Callable[[Any], None]) -> Edit:
    """Change the parsed descriptor."""

    def edit(root: Path) -> None:
        path = root / "datapackage.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return edit


def all_of(*edits: Edit) -> Edit:
    """Make several edits, one after the other."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def line_of(root: Path, file: str, key: str) -> int:
    """The line number of the first record that starts with these cells, written as in the file."""
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{key},"))


def _index(records: Records, place: Place) -> int:
    """The index of the record, given by its line or by the cells that it starts with."""
    if isinstance(place, int):
        return place - 2
    wanted = place.split(",")
    return next(i for i, cells in enumerate(records) if cells[: len(wanted)] == wanted)


def _table(file: str, change: Callable[[Header, Records], None]) -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        header, *records = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        change(header, records)
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([header, *records])
        path.write_text(out.getvalue(), encoding="utf-8", newline="")

    return edit
