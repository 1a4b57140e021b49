"""What is hidden is not read; what is struck through, split or misnumbered is asked about."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from revisioned.intake.pipeline import Taken
from tests.list.intake.conftest import Take

NAMES = ["UN Water", "UN Oceans", "UN Energy", "UN University"]


def workbook(change: Callable[[Worksheet], object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for number, name in enumerate(NAMES, 1):
        sheet.append([number, name])
    change(sheet)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def texts(taken: Taken) -> list[str]:
    return [outcome.item.named.text for outcome in taken.outcomes]


def asked(taken: Taken) -> dict[str, str]:
    return {o.item.named.text: o.why for o in taken.outcomes if o.result == "review"}


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def collapse(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(2, 2, hidden=True)


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(1, ["UN Water", "UN Energy", "UN University"])
    hide(sheet)


@pytest.mark.parametrize("change", [hide, collapse, filtered])
def test_hidden_row_is_not_read(take: Take, change: Callable[[Worksheet], object]) -> None:
    assert texts(take(workbook(change), "list.xlsx")) == ["UN Water", "UN Energy", "UN University"]


def test_hidden_columns_are_not_read(take: Take) -> None:
    def change(sheet: Worksheet) -> None:
        for row in range(1, 5):
            sheet.cell(row, 3, "UN Women")
            sheet.cell(row, 4, "UN Habitat")
        sheet.column_dimensions.group("C", "D", hidden=True)

    assert texts(take(workbook(change), "list.xlsx")) == NAMES


def test_visible_row_keeps_its_place(take: Take) -> None:
    taken = take(workbook(hide), "list.xlsx")

    assert [o.item.place for o in taken.outcomes] == ["list.xlsx:1", "list.xlsx:3", "list.xlsx:4"]


def test_cell_that_is_struck_through_is_asked_about(take: Take) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B3"].font = Font(strike=True)

    assert asked(take(workbook(change), "list.xlsx")) == {
        "UN Energy": "it is crossed out in the text"
    }


STRUCK = [
    ("list.html", "<ul><li>UN Water<li><del>UN Energy</del><li>UN Oceans</ul>"),
    ("list.html", "<ul><li>UN Water<li><s>UN Energy</s><li>UN Oceans</ul>"),
    (
        "list.html",
        "<table><tr><td>UN Water<tr><td><span style='text-decoration: line-through'>UN Energy"
        "</span><tr><td>UN Oceans</table>",
    ),
    ("list.md", "- UN Water\n- ~~UN Energy~~\n- UN Oceans\n"),
]


@pytest.mark.parametrize(("file", "text"), STRUCK)
def test_name_that_is_struck_through_is_asked_about(take: Take, file: str, text: str) -> None:
    taken = take(text, file)

    assert texts(taken) == ["UN Water", "UN Energy", "UN Oceans"]
    assert asked(taken) == {"UN Energy": "it is crossed out in the text"}


@pytest.mark.parametrize("style", ["display: none", "visibility: hidden", "visibility:collapse"])
def test_hidden_part_of_a_page_is_not_read(take: Take, style: str) -> None:
    text = f"<ul><li>UN Water<li style='{style}'>UN Energy<li>UN Oceans</ul>"

    assert texts(take(text, "list.html")) == ["UN Water", "UN Oceans"]


def test_name_split_in_two_is_asked_about_twice(take: Take) -> None:
    text = "• UN Water\n• International Union for Conservation\n• of Nature\n• UN Oceans\n"

    assert asked(take(text, "list.txt")) == {
        "International Union for Conservation": "torn in two? With the one after it, it is iucn",
        "of Nature": "torn in two? With the one before it, it is iucn",
    }


def test_number_that_is_not_between_its_neighbours_is_asked_about(take: Take) -> None:
    text = "1. UN Water\n2. UN Oceans\n13. UN Energy\n4. UN University\n5. UN Women\n"

    assert asked(take(text, "list.txt")) == {"UN Energy": "its number is 13, between 2 and 4"}


def test_name_only_in_parentheses_is_asked_about(take: Take) -> None:
    text = "1- Eau (UN Water)\n2- Mers (UN Oceans)\n3- Droit (International Law Commission)\n"

    taken = take(text, "list.txt")
    assert [o.item.number for o in taken.outcomes] == ["1", "2", "3"]
    assert set(asked(taken).values()) == {"the name in parentheses belongs to another body"}


def test_name_next_to_one_in_another_script_belongs_to_it(take: Take) -> None:
    text = "■ Вода (UN Water) – программа\n■ Океаны (UN Oceans)\n■ Энергия (UN Energy)\n"

    assert [o.body for o in take(text, "list.txt").outcomes] == [
        "un-water",
        "un-oceans",
        "un-energy",
    ]
