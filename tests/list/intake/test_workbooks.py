"""Workbooks are read as tables: every visible sheet, without titles and headings."""

from __future__ import annotations

import io

import openpyxl

from tests.list.intake.conftest import Take


def workbook(*sheets: list[list[object]], hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if not number else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        if hidden and number:
            sheet.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


TITLED = [
    ["Organizations that the country leaves"],
    [],
    ["No.", "Organization", "Remarks"],
    [1, "UN Water", "since 2003"],
    [2, "World Bakery Council", None],
    [3, "UN Oceans", None],
]


def test_rows_below_a_title_and_a_heading_are_items(take: Take) -> None:
    taken = take(workbook(TITLED), "list.xlsx")

    assert [(o.item.named.text, o.item.number, o.item.place) for o in taken.outcomes] == [
        ("UN Water", "1", "list.xlsx:4"),
        ("World Bakery Council", "2", "list.xlsx:5"),
        ("UN Oceans", "3", "list.xlsx:6"),
    ]
    assert [o.result for o in taken.outcomes] == ["matched", "unknown", "matched"]
    assert [d.place for d in taken.dropped] == ["list.xlsx:1", "list.xlsx:3"]


def test_second_sheet_is_named_in_the_place(take: Take) -> None:
    taken = take(workbook(TITLED, [["UN Energy"], ["UN Women"]]), "list.xlsx")

    assert [o.item.place for o in taken.outcomes][3:] == [
        "list.xlsx:Sheet1:1",
        "list.xlsx:Sheet1:2",
    ]


def test_hidden_sheet_is_not_read(take: Take) -> None:
    taken = take(workbook(TITLED, [["UN Energy"], ["UN Women"]], hidden=True), "list.xlsx")

    assert len(taken.outcomes) == 3


def test_name_of_the_file_does_not_matter_to_a_workbook(take: Take) -> None:
    assert len(take(workbook(TITLED), "list").outcomes) == 3
