"""What each revision of a series has for one record: how each text of a list writes it."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.sql import identifier
from ...diff.inline import Piece, pieces
from ..locale.cells import Cell
from ..page_request import PageRequest

NOTHING = Cell("")


@dataclass(frozen=True)
class Line:
    """One record in one revision: its cells as pieces, with those marked that differ from the
    revision before (`old` pieces are left out)."""

    title: str
    href: str
    cells: tuple[tuple[str, tuple[Piece, ...], str], ...]


def lines(request: PageRequest, name: str, key: tuple[str, ...]) -> tuple[Line, ...]:
    """What each revision of the series has for the record with that key, oldest first. A cell is
    its heading, its pieces, and its language where that is not the page's."""
    schema, reader = request.package.relation(name).schema, request.reader
    where = " AND ".join(f"{identifier(column)} = ?" for column in schema.primary_key)
    titles = request.titles(name)
    shown = [column for column in schema.columns if column not in schema.primary_key]
    fields = ", ".join(map(identifier, shown))
    ignored = next(series.ignore for series in request.package.series if series.name == name)
    found = []
    before: dict[str, Cell] = {}
    for revision, *row in request.connection.execute(
        f"SELECT revision, {fields} FROM {identifier(name)} WHERE {where} ORDER BY revision", key
    ):
        table, cells = reader.plain(shown, [row], name), []
        (now,) = table.records()
        for column in table.columns:
            cell, old = now[column.name], before.get(column.name, NOTHING).text
            is_compared = old and column.name not in ignored
            marked = pieces(old, cell.text) if is_compared else [Piece("both", cell.text)]
            new = tuple(piece for piece in marked if piece.side != "old" and piece.text)
            cells.append((column.heading, new, cell.tag))
        before = now
        href = reader.href(f"/revisions/{name}/{revision}")
        found.append(Line(titles.get(revision, revision), href, tuple(cells)))
    return tuple(found)
