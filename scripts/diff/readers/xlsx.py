"""XLSX: one sheet of a workbook, the first that is not hidden, or `book.xlsx#Sheet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from ...core.unpack import require_small
from ..cell_text import text
from . import Asked, Reader, Reading, refuse

# The limit of cells in a sheet, with empty ones: fifty thousand rows of a thousand columns.
MAX_CELLS = 50_000_000


def read(path: Path, name: str, asked: Asked) -> Reading:
    """The rows of the sheet, without empty rows and without empty cells beyond the header. Days are
    written as ISO, numbers as the shortest decimal. Raises InputError."""
    import openpyxl

    try:
        require_small(path)
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            visible = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
            if asked.part and asked.part not in sheets:
                listed = ", ".join(sheets)
                raise refuse(name, f"no sheet {asked.part!r}; the sheets are: {listed}")
            title = asked.part or next(iter(visible or sheets))
            rows = list(_bounded(sheets[title].iter_rows(values_only=True)))
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise refuse(name, f"a workbook that cannot be read: {error}") from None
    others = [other for other in visible if other != title]
    if asked.part or not others:
        return Reading(_records(rows))
    note = f"{name}: read the sheet {title!r}; for another: {name}#{others[0]}"
    return Reading(_records(rows), (note,))


def _bounded(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[str]]:
    """The cells as text. Raises ValueError where there are too many: two cells that are far apart
    span a huge sheet."""
    left = MAX_CELLS
    for row in rows:
        left -= len(row) + 1
        if left < 0:
            raise ValueError(f"it has more than {MAX_CELLS:,} cells, empty ones too")
        yield [text(cell) for cell in row]


def _records(rows: list[list[str]]) -> Iterator[list[str]]:
    filled = (row for row in rows if any(row))
    header = _without_empty_end(next(filled, []))
    yield header
    for row in filled:
        short = _without_empty_end(row)
        yield short + [""] * (len(header) - len(short))


def _without_empty_end(row: list[str]) -> list[str]:
    width = max((at for at, cell in enumerate(row, 1) if cell), default=0)
    return row[:width]


def _begins(head: bytes) -> bool:
    is_office = b"[Content_Types].xml" in head and b"word/" not in head
    return head.startswith(b"PK\x03\x04") and (b"xl/" in head or is_office)


READER = Reader((".xlsx", ".xlsm"), _begins, read)
