"""Items in the rows of a table: one name in each row, or several columns of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...core.normalize import clean
from ..readers._line import Line
from .blocks import Dropped, Item, Known
from .markers import marker
from .parentheticals import named
from .sentences import is_title
from .table_header import Columns, is_heading, roles


@dataclass(frozen=True)
class Table:
    """The items of a table, what was dropped, and the bodies that are known."""

    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]
    bodies: frozenset[str]


def table(rows: Sequence[Line], body_of: Known, columns: Columns) -> Table:
    """The items in the rows. `body_of` gives the body that a cell names, if it is known; `columns`
    what a column holds, by its heading.

    Titles above the table, its heading, and rows that only head those below them are dropped.
    """
    width = max(len(row.cells) for row in rows)
    cells = [[*map(clean, row.cells), *[""] * (width - len(row.cells))] for row in rows]
    bodies = [[_body(cell, body_of) for cell in row] for row in cells]
    is_name = [[body is not None for body in row] for row in bodies]
    first = _first(cells, is_name, columns)
    heading = cells[first - 1] if first else [""] * width
    full = [row for row in cells[first:] if sum(map(bool, row)) > 1] or cells[first:]
    by_column = roles(heading, full, is_name[first:], columns)
    names = [place for place, role in by_column.items() if role == "name"]
    apart = _apart(bodies[first:], names)
    found: list[Item] = []
    dropped = [Dropped(_text(cells[index]), rows[index].place) for index in range(first)]
    above = ""
    for row, named_here, line in zip(cells[first:], is_name[first:], rows[first:], strict=True):
        if not any(named_here) and _heads(row, by_column, cells[first:]):
            above = _text(row)
            dropped.append(Dropped(above, line.place))
            continue
        for columns_of_one in [[place] for place in names] if apart else [names]:
            if item := _item(row, by_column, columns_of_one, line.place, above):
                found.append(item)
        if not any(row[place] for place in names):
            dropped.append(Dropped(_text(row), line.place))
    known = {body for row in bodies for body in row if body is not None}
    return Table(tuple(found), tuple(dropped), frozenset(known))


def _first(cells: list[list[str]], is_name: list[list[bool]], columns: Columns) -> int:
    """The first row below the titles and the heading."""
    filled = sorted(sum(map(bool, row)) for row in cells)
    several = filled[len(filled) // 2] > 1
    first = 0
    while several and first < len(cells) - 1 and sum(map(bool, cells[first])) < 2:
        first += 1
    if not any(is_name[first]) and is_heading(cells[first], cells[first + 1 :], columns):
        return first + 1
    return first


def _apart(bodies: list[list[str | None]], names: list[int]) -> bool:
    """Whether the columns of names hold different bodies, and not one body in two languages."""
    same = different = 0
    for row in bodies:
        named_here = [body for place in names if (body := row[place])]
        if len(named_here) > 1:
            different += len({*named_here}) > 1
            same += len({*named_here}) == 1
    return different > same


def _heads(row: list[str], by_column: dict[int, str], rows: list[list[str]]) -> bool:
    """Whether a row only heads those below it: one cell where most have more, and no number where
    the others have one; or nothing but figures."""
    texts = [cell for cell in row if cell]
    if len(texts) == 1 and is_title(texts[0]):
        return True
    if not any(map(str.isalpha, "".join(row[p] for p, r in by_column.items() if r == "name"))):
        return True
    numbers = [place for place, role in by_column.items() if role == "number"]
    numbered = sum(any(other[place] for place in numbers) for other in rows)
    return len(texts) == 1 and numbered * 2 > len(rows)


def _item(
    cells: list[str], by_column: dict[int, str], names: list[int], place: str, above: str
) -> Item | None:
    texts = [cells[index] for index in names if cells[index]]
    if not texts:
        return None
    by_role = {role: cells[index] for index, role in reversed(by_column.items())}
    number, acronym = by_role.get("number", ""), by_role.get("acronym", "")
    mark = marker(texts[0])
    if mark and mark.rest:
        number, texts[0] = number or mark.number, mark.rest
    first, *others = map(named, texts)
    every = dict.fromkeys((*first.names, *(name for other in others for name in other.names)))
    taken = replace(first, names=tuple(every), acronym=acronym or first.acronym)
    number = number if "(" in number else number.rstrip(".、)")
    return Item(taken, number, place, tuple(filter(None, (above, by_role.get("section")))))


def _body(cell: str, body_of: Known) -> str | None:
    mark = marker(cell)
    return body_of(mark.rest if mark and mark.rest else cell) if cell else None


def _text(cells: Sequence[str]) -> str:
    return " | ".join(filter(None, cells))
