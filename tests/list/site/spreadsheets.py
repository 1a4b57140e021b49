"""Opens the spreadsheets of the site in LibreOffice, if it is installed: dates are dates there,
numbers are numbers, nothing is a formula, and every column has what the CSV has."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from lxml import etree

from tests.conftest import ROOT

OFFICE = shutil.which("soffice")
SPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
TABLE, OFFICE_NAME = (f"{{{SPACES[name]}}}" for name in ("table", "office"))
# LibreOffice writes the empty rest of a row or of a sheet as one repeated cell.
MOST = 1000
DAY = re.compile(r"\d{4}-\d\d-\d\d")

Row = list[tuple[str, str]]


def opened(data: bytes, folder: Path) -> dict[str, list[Row]]:
    """The rows that LibreOffice reads, by sheet: the type and the content of each cell."""
    (folder / "book.xlsx").write_bytes(data)
    words = ["--headless", "--convert-to", "fods", "--outdir", str(folder)]
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", *words]
    subprocess.run([*command, str(folder / "book.xlsx")], check=True, capture_output=True)
    tree = etree.parse(folder / "book.fods")
    return {
        str(sheet.get(f"{TABLE}name")): [
            row
            for element in sheet.iterfind(".//table:table-row", SPACES)
            for row in [cells(element)] * repeated(element, "rows")
        ]
        for sheet in tree.iterfind(".//table:table", SPACES)
    }


def repeated(element: etree._Element, what: str) -> int:
    count = int(element.get(f"{TABLE}number-{what}-repeated", "1"))
    return count if count < MOST else 0


def cells(row: etree._Element) -> Row:
    found: Row = []
    for cell in row.iterfind("table:table-cell", SPACES):
        assert cell.get(f"{TABLE}formula") is None
        kind = cell.get(f"{OFFICE_NAME}value-type", "")
        held = {"date": "date-value", "float": "value"}.get(kind)
        text = "\n".join("".join(part.itertext()) for part in cell.iterfind("text:p", SPACES))
        value = str(cell.get(f"{OFFICE_NAME}{held}")) if held else text
        found += [(kind, value)] * repeated(cell, "columns")
    return found


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
def test_libreoffice_reads_dates_as_dates_and_every_column_as_published(
    address: str, tmp_path: Path
) -> None:
    with (ROOT / "data/withdrawals.csv").open(encoding="utf-8", newline="") as lines:
        header, *published = list(csv.reader(lines))
    sheets = opened(httpx.get(f"{address}withdrawals.xlsx").content, tmp_path)
    _, brief, whole = sheets.values()

    first, *rows = whole
    assert [value for _, value in first] == header
    read = [[value for _, value in row] for row in rows[: len(published)]]
    assert [row + [""] * (len(header) - len(row)) for row in read] == published
    # A month without a day is text.
    days = [kind for row in rows for kind, value in row if DAY.fullmatch(value)]
    assert len(days) > 200
    assert {*days} == {"date"}
    assert {kind for row in brief[1:] for kind, value in row[4:9] if value} == {"date"}


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
def test_libreoffice_reads_the_chinese_one(address: str, tmp_path: Path) -> None:
    sheets = opened(httpx.get(f"{address}zh/withdrawals.xlsx").content, tmp_path)

    assert [*sheets] == ["說明", "摘要", "所有欄位"]
    dated = [cell for row in sheets["摘要"][1:] for cell in row if cell[0] == "date"]
    assert len(dated) > 100
