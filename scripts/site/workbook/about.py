"""The first sheet of a spreadsheet: it says what it is, also in a copy that was passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...build.spreadsheet import Cell, Linked, Sheet
from ...cite import released
from ...release import serve_store
from ..base import homepage
from ..locale import dates

if TYPE_CHECKING:
    from ..page_request import PageRequest

WIDTHS = (24, 40, 80)


def sheet(
    request: PageRequest,
    title: str,
    sheets: Sequence[tuple[str, str]],
    columns: Sequence[Sequence[str]],
) -> Sheet:
    """What this is, which version, how far was searched, how to cite, what an empty cell means;
    then each of the sheets with what it holds, and each of the columns."""
    say, about = request.language.say, request.package.descriptor
    day, root = request.site.released_on, request.package.root
    cited = released.quoted(root, serve_store.latest(root), "", request.language.name)
    rows: list[list[Cell]] = [
        [title],
        [say("sheet_what"), request.about("description")],
        [say("sheet_version"), str(about.get("version", ""))],
        [say("sheet_released"), dates.in_words(day, request.language) if day else ""],
        [
            say("sheet_searched"),
            " ".join(cell.text for cell in request.site.footers[request.language]),
        ],
        [say("sheet_cite"), " ".join(cited).strip()],
    ]
    rows += [
        [say("sheet_license"), Linked(str(item["name"]), str(item.get("path", "")))]
        for item in about.get("licenses", [])
    ]
    if place := homepage(request.package):
        rows.append([say("sheet_address"), Linked(place + request.prefix + "/", place)])
    empty = request.reader.vocabulary.note("empty_cells") or say("sheet_empty_told")
    rows += [[say("sheet_empty"), empty], [say("sheet_days"), say("sheet_days_told")]]
    if sheets:
        rows += [[], [say("sheet_sheets")], *map(list[Cell], sheets)]
    if columns:
        rows += [[], [say("sheet_columns")], *map(list[Cell], columns)]
    shown = [[_plain(cell) for cell in row] for row in rows if len(row) != 2 or row[1]]
    return Sheet(say("sheet_about"), (), shown, WIDTHS)


def plain(text: str) -> str:
    """The text as in the data: someone who searches for an ordinary space does not find a
    non-breaking one."""
    return text.replace("\u00a0", " ")


def _plain(cell: Cell) -> Cell:
    return plain(cell) if isinstance(cell, str) else cell
