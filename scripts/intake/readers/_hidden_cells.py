"""Which rows and columns of a workbook a reader does not see: hidden, filtered away or collapsed.
Office Open XML, ECMA-376 part 1, 18.3.1.13 (col) and 18.3.1.73 (row)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

WORKBOOK = "xl/workbook.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TRUE = ("1", "true")


@dataclass(frozen=True)
class Hidden:
    """The rows that are not seen, by number, and the columns, each as (first, last)."""

    rows: frozenset[int] = frozenset()
    columns: tuple[tuple[int, int], ...] = ()

    def has_column(self, number: int) -> bool:
        """Whether the column, counted from 1, is not seen."""
        return any(first <= number <= last for first, last in self.columns)


def hidden_cells(path: Path) -> dict[str, Hidden]:
    """What is hidden in each sheet, by its title. The file is a workbook that was inspected."""
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        return {title: _hidden(packed, part) for title, part in _sheets(packed) if part in names}


def _sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The title of each sheet, and the file that holds it."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", relation.get("Target", "")))
        for relation in _root(packed, "xl/_rels/workbook.xml.rels")
    }
    for sheet in _root(packed, WORKBOOK).iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        yield sheet.get("name", ""), target.lstrip("/")


def _root(packed: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(packed.read(part), parser)


def _hidden(packed: zipfile.ZipFile, part: str) -> Hidden:
    rows: list[int] = []
    columns: list[tuple[int, int]] = []
    number = 0
    with packed.open(part) as opened:
        tags = (f"{MAIN}row", f"{MAIN}col")
        for _, element in etree.iterparse(opened, tag=tags, resolve_entities=False):
            if element.tag.endswith("row"):
                number = int(element.get("r", number + 1))
                if element.get("hidden") in TRUE:
                    rows.append(number)
            elif element.get("hidden") in TRUE:
                columns.append((int(element.get("min", 0)), int(element.get("max", 0))))
            element.clear()
    return Hidden(frozenset(rows), tuple(columns))
