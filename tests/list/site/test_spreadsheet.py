"""The spreadsheets of the site: first what they are, then a sheet for people, then every column."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from datetime import datetime

import httpx
import openpyxl
import pytest
from datasette.app import Datasette

from revisioned.descriptor.load import load
from revisioned.site.workbook import spreadsheets
from tests.conftest import ROOT

BOTH = ("", "/zh")
Rows = list[tuple[object, ...]]


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def opened(site: Datasette, path: str) -> openpyxl.Workbook:
    answer = get(site, path)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows(book: openpyxl.Workbook, place: int) -> Rows:
    return list(book.worksheets[place].values)


def text(cell: object) -> str:
    """A cell as it would be in a CSV."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def test_every_column_of_the_spreadsheet_read_back_is_the_csv(site: Datasette) -> None:
    with (ROOT / "data/withdrawals.csv").open(encoding="utf-8", newline="") as lines:
        published = list(csv.reader(lines))

    found = rows(opened(site, "/withdrawals.xlsx"), -1)

    assert [[text(cell) for cell in row] for row in found] == published


@pytest.mark.parametrize("prefix", BOTH)
def test_first_sheet_says_what_it_is_and_how_to_read_it(site: Datasette, prefix: str) -> None:
    book = opened(site, f"{prefix}/withdrawals.xlsx")
    told = " ".join(text(cell) for row in rows(book, 0) for cell in row)
    version = str(load(ROOT).descriptor["version"])
    words = {
        "": (
            "What this is",
            "How to cite",
            "An empty cell",
            "It does not mean that there was none",
        ),
        "/zh": ("這是甚麼", "如何引用", "空白的格", "不表示沒有發生"),
    }

    assert len(book.sheetnames) == 3
    assert version in told
    for word in (*words[prefix], "CC0-1.0"):
        assert word in told


@pytest.mark.parametrize("prefix", BOTH)
def test_second_sheet_has_ten_columns_in_words_with_dates_and_links(
    site: Datasette, prefix: str
) -> None:
    sheet = opened(site, f"{prefix}/withdrawals.xlsx").worksheets[1]
    headings = [text(cell.value) for cell in sheet[1]]
    columns = {
        cell.value: [row.value for row in sheet[cell.column_letter][1:]] for cell in sheet[1]
    }
    announced = columns["宣布" if prefix else "Announced"]
    links = [cell.hyperlink for cell in sheet[sheet[1][-1].column_letter][1:]]

    assert len(headings) == 10
    assert not any("_" in heading for heading in headings)
    assert all(isinstance(day, datetime) for day in announced if day is not None)
    assert sum(day is not None for day in announced) >= 66
    assert all(link is not None and link.target.startswith("http") for link in links)
    assert not re.search(
        r"\d{4}-\d\d-\d\d|\xa0", " ".join(map(str, columns["進展" if prefix else "Status"]))
    )


def test_headings_of_the_chinese_one_are_chinese(site: Datasette) -> None:
    book = opened(site, "/zh/withdrawals.xlsx")
    headings = [text(cell.value) for sheet in book.worksheets[1:] for cell in sheet[1]]

    assert len(headings) > 40
    assert [name for name in headings if not re.search(r"[\u4e00-\u9fff]", name)] == []
    assert [name for name in book.sheetnames if re.search("[A-Za-z]", name)] == []


def test_nothing_in_any_spreadsheet_is_a_formula(site: Datasette) -> None:
    names = [relation.name for relation in load(ROOT).relations]
    for path in (f"{prefix}/withdrawals/{name}.xlsx" for name in names for prefix in BOTH):
        book = opened(site, path)
        kinds = {
            cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        }

        assert kinds <= {"s", "n", "d"}, path


@pytest.mark.parametrize(
    "path",
    [
        *("/withdrawals/acts.xlsx", "/withdrawals/withdrawals.xlsx", "/withdrawals/standings.xlsx"),
        *("/withdrawals/notice_given.xlsx", "/withdrawals/due_in_90_days.xlsx?date=2026-10-15"),
    ],
)
def test_every_table_and_answer_is_a_spreadsheet_in_both_languages(
    site: Datasette, path: str
) -> None:
    for prefix in BOTH:
        assert len(opened(site, prefix + path).sheetnames) >= 2


def test_page_of_a_table_and_of_an_answer_offers_its_spreadsheet(site: Datasette) -> None:
    assert 'href="/withdrawals/acts.xlsx"' in get(site, "/withdrawals/acts").text
    assert 'href="/withdrawals.xlsx"' in get(site, "/withdrawals/withdrawals").text
    for prefix in BOTH:
        page = get(site, f"{prefix}/withdrawals/notice_given").text
        assert f'href="{prefix}/withdrawals/notice_given.xlsx"' in page
        home = get(site, f"{prefix}/").text
        assert {'href="/withdrawals.xlsx"', 'href="/zh/withdrawals.xlsx"'} <= set(
            re.findall(r'href="[^"]+\.xlsx"', home)
        )


def test_spreadsheet_of_an_answer_has_all_of_its_rows(site: Datasette) -> None:
    path = "/withdrawals/where_it_stands"
    page = get(site, path).text
    count = re.search(r"(\d+) rows", page)
    assert count is not None

    assert len(rows(opened(site, f"{path}.xlsx"), -1)) == int(count[1]) + 1


def test_question_that_asks_for_a_day_first_leads_to_its_page(site: Datasette) -> None:
    answer = get(site, "/zh/withdrawals/due_in_90_days.xlsx")

    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/zh/withdrawals/due_in_90_days",
    )


@pytest.mark.parametrize("path", ["/nope.xlsx", "/zh/nope.xlsx", "/withdrawals/nope.xlsx"])
def test_spreadsheet_of_nothing_is_a_404(site: Datasette, path: str) -> None:
    assert get(site, path).status_code == 404


def test_the_same_spreadsheet_has_the_same_bytes(site: Datasette) -> None:
    first = get(site, "/zh/withdrawals.xlsx").content
    spreadsheets._made.cache_clear()

    assert get(site, "/zh/withdrawals.xlsx").content == first
