"""A workbook has days as dates and numbers as numbers, and no formula or script."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import openpyxl
import pytest

from revisioned.build.spreadsheet import MAX_CELL_CHARS, Book, Cell, Linked, Sheet, workbook


def made(rows: Sequence[Sequence[Cell]], headings: Sequence[str] = ("a",)) -> bytes:
    return workbook(Book("x", (Sheet("x", headings, rows),)))


def opened(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_text_like_a_formula_stays_text() -> None:
    sheet = opened(made([["=1+1"], ["+cmd"], ["@x"], ["-y"], ["{=1}"], ["http://example.org"]]))

    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 7
    assert [cell.value for cell in sheet["A"]][1:5] == ["=1+1", "+cmd", "@x", "-y"]
    assert all(cell.hyperlink is None for cell in sheet["A"])


def test_numbers_are_numbers_and_empty_cells_are_empty() -> None:
    sheet = opened(made([[66, None, ""], [2.5, 0, 10**20]], ("a", "b", "c")))

    assert list(sheet.values)[1:] == [(66, None, None), (2.5, 0, str(10**20))]


def test_days_are_dates_and_partial_days_are_text() -> None:
    days = ["2026-01-07", "1900-03-01", "1899-12-31", "2026-01", "2026", "2026-02-30"]
    sheet = opened(made([[day] for day in days]))

    assert [cell.value for cell in sheet["A"]][1:] == [
        datetime(2026, 1, 7),
        datetime(1900, 3, 1),
        *days[2:],
    ]
    assert sheet["A2"].is_date


def test_only_addresses_of_the_web_are_links() -> None:
    links = [Linked("a", "https://example.org/x"), Linked("b", "javascript:alert(1)")]
    sheet = opened(made([[link] for link in links]))

    assert sheet["A2"].hyperlink.target == "https://example.org/x"
    assert (sheet["A3"].value, sheet["A3"].hyperlink) == ("b", None)


@pytest.mark.filterwarnings("ignore:Ignoring URL")
def test_a_link_that_a_sheet_cannot_hold_is_text() -> None:
    face = "\N{GRINNING FACE}"
    rows = [[Linked("long", f"https://example.org/{face * 1100}")]]
    rows += [[Linked(f"text {number}", "https://example.org/")] for number in range(65_532)]
    file = zipfile.ZipFile(io.BytesIO(made(rows)))

    texts = file.read("xl/sharedStrings.xml").decode()
    assert all(f">{text}<" in texts for text in ("long", "text 65529", "text 65530", "text 65531"))
    assert file.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == 65_530


def test_text_too_long_for_a_cell_is_marked_as_cut() -> None:
    sheet = opened(made([["x" * (MAX_CELL_CHARS + 1)], ["y" * MAX_CELL_CHARS]]))

    assert sheet["A2"].value.endswith("x […]")
    assert len(sheet["A3"].value) == MAX_CELL_CHARS


@pytest.mark.parametrize("titles", [["Same", "same"], ["a/b?", "[a]"], ["", "History"], ["x" * 40]])
def test_sheets_have_names_that_programs_accept(titles: list[str]) -> None:
    data = workbook(Book("x", [Sheet(title, ("a",), ()) for title in titles]))
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames

    assert len({name.lower() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)


def test_same_rows_give_the_same_bytes_without_a_time() -> None:
    first, second = made([["b"]]), made([["b"]])
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()

    assert first == second
    assert {entry.date_time[0] for entry in entries} == {1980}


def test_header_is_frozen_filters_and_is_repeated_on_paper() -> None:
    sheet = opened(made([["1"], ["2"]]))

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:A3")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
