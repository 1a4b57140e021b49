"""Items in the rows of a table: which column holds the names, the numbers, the acronyms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from scripts.intake.asides import ACRONYM, Named, named
from scripts.intake.lines import Line
from scripts.intake.markers import marker
from scripts.intake.normal import clean

Columns = Mapping[str, str]
"""What a column holds (name, number, acronym, section) by its heading."""

Tells = Callable[[str], str | None]

NUMBER = re.compile(r"[(（]?(?:\d{1,4}|[ivxlcdm]{1,8})[)）.、]?|\d+(?:\([a-z]+\))+", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True)
class Row:
    """One item of a table."""

    named: Named
    number: str
    place: str
    section: str


@dataclass(frozen=True)
class Table:
    """The items of a table, what was dropped as (text, place), and the bodies that are known."""

    rows: tuple[Row, ...]
    dropped: tuple[tuple[str, str], ...]
    bodies: frozenset[str]


def table(rows: Sequence[Line], tells: Tells, columns: Columns) -> Table:
    """The items in the rows. `tells` gives the body that a cell names, if it is known.

    Columns are known by their heading, or by what they hold: names are where most cells tell.
    """
    width = max(len(row.cells) for row in rows)
    cells = [[*map(clean, row.cells), *[""] * (width - len(row.cells))] for row in rows]
    bodies = [[_body(cell, tells) for cell in row] for row in cells]
    tell = [[body is not None for body in row] for row in bodies]
    roles = _headed(cells[0], columns)
    heading = bool(roles) or (
        not any(tell[0]) and any(any(row) for row in tell[1:]) and not NUMBER.fullmatch(cells[0][0])
    )
    body = range(1 if heading else 0, len(rows))
    if not any(role == "name" for role in roles.values()):
        roles = _guessed(cells, tell, body, width)
    found, dropped = [], []
    if heading:
        dropped.append((" | ".join(filter(None, cells[0])), rows[0].place))
    for index in body:
        row = _row(cells[index], roles, rows[index].place)
        if row is None:
            dropped.append((" | ".join(filter(None, cells[index])), rows[index].place))
        else:
            found.append(row)
    return Table(tuple(found), tuple(dropped), _known(bodies))


def _headed(cells: Sequence[str], columns: Columns) -> dict[int, str]:
    return {place: columns[cell] for place, cell in enumerate(cells) if cell in columns}


def _guessed(
    cells: list[list[str]], tell: list[list[bool]], body: range, width: int
) -> dict[int, str]:
    counts = [sum(tell[row][place] for row in body) for place in range(width)]
    most = max(counts)
    roles: dict[int, str] = {}
    for place in range(width):
        column = [cells[row][place] for row in body if cells[row][place]]
        if not column or all(map(SLUG.fullmatch, column)):
            continue
        if most and counts[place] * 2 >= most and not all(map(ACRONYM.fullmatch, column)):
            roles[place] = "name"
        elif all(map(NUMBER.fullmatch, column)) and "number" not in roles.values():
            roles[place] = "number"
        elif all(map(ACRONYM.fullmatch, column)):
            roles[place] = "acronym"
    if "name" not in roles.values():
        length = [sum(len(cells[row][place]) for row in body) for place in range(width)]
        roles[length.index(max(length))] = "name"
    return roles


def _row(cells: list[str], roles: dict[int, str], place: str) -> Row | None:
    by_role: dict[str, list[str]] = {}
    for index, role in roles.items():
        by_role.setdefault(role, []).append(cells[index])
    names = [cell for cell in by_role.get("name", []) if cell]
    if not names:
        return None
    (number, *_), (acronym, *_), (section, *_) = (
        [*by_role.get(role, []), ""] for role in ("number", "acronym", "section")
    )
    mark = marker(names[0])
    if mark and mark.rest:
        number, names[0] = number or mark.number, mark.rest
    first, *others = map(named, names)
    every = tuple(
        dict.fromkeys((*first.names, *(name for other in others for name in other.names)))
    )
    taken = replace(first, names=every, acronym=acronym or first.acronym)
    return Row(taken, number.rstrip(".、)") if "(" not in number else number, place, section)


def _body(cell: str, tells: Tells) -> str | None:
    mark = marker(cell)
    return tells(mark.rest if mark and mark.rest else cell) if cell else None


def _known(bodies: list[list[str | None]]) -> frozenset[str]:
    return frozenset(body for row in bodies for body in row if body is not None)
