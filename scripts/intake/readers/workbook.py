"""Workbooks that Excel writes; each row is a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...core.errors import InputError
from ...core.unpack import DAMAGED
from . import Given, Reader
from ._line import MAX_COLUMNS, Line
from ._text import refuse

ZIP = b"PK\x03\x04"
# What a list may need is far below; a workbook that unpacks to more is refused unread.
MAX_UNPACKED = 4 << 20
MAX_ROWS = 20_000
DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY")


def lines(given: Given) -> Iterator[Line]:
    """The rows of each sheet that a reader sees; a place is `file:row`, or `file:sheet:row` from
    the second sheet.

    Raises InputError for what is not a workbook, or unpacks to more than is read.
    """
    path, file = given.path, given.file
    if not _is_packed(given):
        raise refuse(file, "not a workbook, whatever its name says; save the list as CSV")
    _inspect(path, file)
    import openpyxl

    try:
        # Given a path, the library would judge by its name.
        book = openpyxl.load_workbook(io.BytesIO(given.data), data_only=True)
        for number, sheet in enumerate(book.worksheets):
            if sheet.sheet_state == "visible":
                place = f"{file}:{sheet.title}" if number else file
                yield from _rows(sheet, place, file)
    except InputError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts raise; none of it is for a reader.
        reason = f"cannot be read as a workbook ({type(error).__name__}); save it as CSV"
        raise refuse(file, reason) from None


def _is_packed(given: Given) -> bool:
    return given.data.startswith(ZIP)


def _rows(sheet: Any, place: str, file: str) -> Iterator[Line]:
    """The rows that a reader sees: not those hidden, filtered away or collapsed, nor such columns.
    Office Open XML, ECMA-376 part 1, 18.3.1.13 (col) and 18.3.1.73 (row)."""
    if sheet.max_row > MAX_ROWS:
        raise refuse(file, f"more than {MAX_ROWS} rows; cut out the list")
    hidden = [item for item in sheet.column_dimensions.values() if item.hidden]
    unseen = {column for item in hidden for column in range(item.min, item.max + 1)}
    for row, found in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        seen = [
            "" if cell.value is None or column in unseen else _text(cell)
            for column, cell in enumerate(found, 1)
        ]
        if any(seen) and not sheet.row_dimensions[row].hidden:
            struck = (text for cell, text in zip(found, seen, strict=True) if _is_struck(cell))
            yield Line(f"{place}:{row}", "", cells=tuple(seen), struck=tuple(filter(None, struck)))
    yield Line(f"{place}:1", "")


def _text(cell: Any) -> str:
    return " ".join(str(cell.value).split())


def _is_struck(cell: Any) -> bool:
    return bool(cell.value is not None and cell.font and cell.font.strike)


def _inspect(path: Path, file: str) -> None:
    """Refuse a zip file that is not a workbook, or one made to swell."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = {item.filename for item in packed.infolist()}
            parts = [i for i in packed.infolist() if i.filename.endswith((".xml", ".rels"))]
            size = sum(item.file_size for item in parts)
            if "xl/workbook.xml" not in names:
                raise refuse(
                    file, "not an XLSX workbook, but another zip file; save the list as text"
                )
            if size > MAX_UNPACKED or len(names) > 1000:
                reason = f"unpacks to {size >> 20} MB; at most {MAX_UNPACKED >> 20} MB are read"
                raise refuse(file, reason)
            for item in parts:
                with packed.open(item) as part:
                    start = part.read(4096).upper()
                if any(mark in start for mark in DOCTYPE):
                    raise refuse(file, "declares XML entities, which workbooks never do")
    except DAMAGED as error:
        raise refuse(file, f"a damaged workbook ({error}); save it as CSV") from None


READER = Reader("XLSX", (".xlsx", ".xlsm"), lines, begins=_is_packed)
