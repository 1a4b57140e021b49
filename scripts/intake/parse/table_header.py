"""Which row of a table is its heading, and which column holds names, numbers or acronyms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...core.normalize import key
from .parentheticals import ACRONYM

Columns = Mapping[str, str]
"""What a column holds (name, number, acronym, section) by its heading."""

Cells = Sequence[Sequence[str]]

NUMBER = re.compile(
    r"[(（]?(?:\d{1,4}|[ivxlcdm]{1,8}|[\u2160-\u217f]+)[)）.、]?|\d+(?:\([a-z]+\))+", re.IGNORECASE
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
NAME_WORDS = "name names title organization organizations body bodies entity agency institution"
OTHER_WORDS = """
    no nr num number id pos position order rank acronym acronyms abbreviation abbr short full long
    official english chinese french language in of the un section group type kind category class
    date year note notes remark remarks comment comments source url link website status country
    headquarters seat member
"""
NAMES = frozenset(NAME_WORDS.split())
WORDS = NAMES | frozenset(OTHER_WORDS.split())
CHINESE_NAMES = "(?:名称|名字|机构|组织|全称)"
CHINESE_WORDS = re.compile(
    f"(?:{CHINESE_NAMES}|中文|英文|国际|序号|编号|号|简称|缩写|备注|类别|日期|来源)+"
)


def is_heading(cells: Sequence[str], below: Cells, columns: Columns) -> bool:
    """Whether a row names the columns: it has a heading known from a printing, or words that are
    usual over columns, or the cells below a cell count and that cell does not."""
    if any(cell in columns for cell in cells) or any(map(_is_word, cells)):
        return True
    return any(
        cell and not NUMBER.fullmatch(cell) and len(column) > 1 and _counts(column)
        for cell, column in zip(cells, _columns(below, len(cells)), strict=True)
    )


def roles(
    heading: Sequence[str], rows: Cells, is_name: Sequence[Sequence[bool]], columns: Columns
) -> dict[int, str]:
    """What each column holds, as far as it is known: by its heading; or else names where most cells
    name a body, numbers or acronyms where all cells look like those."""
    headed = {place: columns[cell] for place, cell in enumerate(heading) if cell in columns}
    if "name" in headed.values():
        return headed
    width = len(heading)
    counts = [sum(row[place] for row in is_name) for place in range(width)]
    found: dict[int, str] = {}
    for place, column in enumerate(_columns(rows, width)):
        acronyms = all(map(ACRONYM.fullmatch, column))
        if not column or all(map(SLUG.fullmatch, column)):
            continue
        if max(counts) and counts[place] * 2 >= max(counts) and not acronyms:
            found[place] = "name"
        elif _counts(column) and "number" not in found.values():
            found[place] = "number"
        elif acronyms:
            found[place] = "acronym"
    if "name" not in found.values():
        length = [sum(map(len, column)) for column in _columns(rows, width)]
        words = [key(cell) for cell in heading]
        named = [place for place, cell in enumerate(words) if {*cell.split()} & NAMES]
        named += [place for place, cell in enumerate(words) if re.search(CHINESE_NAMES, cell)]
        found[named[0] if named else length.index(max(length))] = "name"
    return found


def _columns(rows: Cells, width: int) -> list[list[str]]:
    """The cells of each column that are not empty."""
    return [[row[place] for row in rows if row[place]] for place in range(width)]


def _counts(column: Sequence[str]) -> bool:
    """Whether a column holds numbers, except for headings between the rows."""
    return sum(NUMBER.fullmatch(cell) is not None for cell in column) * 3 >= len(column) * 2


def _is_word(cell: str) -> bool:
    words = key(cell)
    return bool(words) and ({*words.split()} <= WORDS or CHINESE_WORDS.fullmatch(words) is not None)
