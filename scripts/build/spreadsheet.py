"""A table as a spreadsheet that is safe to open: every cell a text or a number, none a formula."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..database.load import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A workbook and the archive around it carry times; these stand for none.
NO_TIME = datetime(2000, 1, 1)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
WIDEST = 60
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The bytes of an XLSX file with one sheet: a header that stays in sight, filters, text that
    starts like a formula kept as text. The same rows give the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.properties.created = book.properties.modified = NO_TIME
    for empty in book.worksheets:
        book.remove(empty)
    sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", title)[:31])
    for number, row in enumerate([list(columns), *rows], start=1):
        for place, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value[:1] in "=+-@"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, values in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max(len(str(value or "")) for value in values)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST)
    out = io.BytesIO()
    with _Timeless(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        ExcelWriter(book, archive).save()
    return _timeless(out.getvalue())


class _Timeless(zipfile.ZipFile):
    """An archive that does not ask for the time: a zip can state none before 1980, which is what a
    machine shows whose clock has stopped."""

    def writestr(self, name: Any, *more: Any, **words: Any) -> None:  # type: ignore[override]
        """Write an entry under the time that stands for none."""
        if isinstance(name, str):
            name = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
        super().writestr(name, *more, **words)


def _timeless(data: bytes) -> bytes:
    """The archive with its entries in order and without the time at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, date_time=NO_TIME.timetuple()[:6])
            content = MODIFIED.sub(
                NO_TIME.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ").encode(), old.read(name)
            )
            new.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()
