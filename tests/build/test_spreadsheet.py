"""The spreadsheet holds the table, and nothing in it runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl

from revisioned.build.spreadsheet import workbook


def opened(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_spreadsheet_holds_the_published_table(wells: Path) -> None:
    with (wells / "data/now.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.reader(lines))

    sheet = opened((wells / "build/now.xlsx").read_bytes())

    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.values] == table


def test_text_like_a_formula_stays_text() -> None:
    sheet = opened(workbook("x", ["a"], [["=1+1"], ["+cmd"], ["@x"], ["-y"]]))

    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 5
    assert [cell.value for cell in sheet["A"]][1:] == ["=1+1", "+cmd", "@x", "-y"]


def test_numbers_are_numbers_and_empty_cells_are_empty() -> None:
    sheet = opened(workbook("x", ["a", "b"], [[66, None]]))

    assert (sheet["A2"].value, sheet["B2"].value) == (66, None)


def test_same_rows_give_the_same_bytes() -> None:
    assert workbook("x", ["a"], [["b"]]) == workbook("x", ["a"], [["b"]])
