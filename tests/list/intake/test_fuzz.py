"""Any text or review given to intake is taken in, or refused with our own error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from revisioned.build.spreadsheet import Book, Sheet, workbook
from revisioned.core.csv_table import dump
from revisioned.descriptor.load import load
from revisioned.intake import pipeline
from revisioned.intake.mapping import form, names
from revisioned.intake.match.index import Names, index_of
from revisioned.intake.review import answers, review_file
from tests.conftest import ROOT
from tests.hostile.fuzzing import LAX, only_ours
from tests.list.intake import reviews

KINDS = (".txt", ".md", ".html", ".csv", ".tsv", ".xlsx", "")
# Parts of texts of lists, intact and broken.
PIECES = (
    *(
        "UNESCO",
        "World Health Organization",
        "世界衛生組織",
        "Population Fund",
        "(a) ",
        "1. ",
        "66) ",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        " ",
        ",",
        ";",
        "、",
        "|",
        "|---|---|\n",
        "- ",
        "* ",
        "# ",
        ">",
        "```",
    ),
    *(
        "<ul>",
        "<li>",
        "</li>",
        "<table><tr><td>",
        "</td>",
        "<!--",
        "<p>",
        "&amp;",
        "&#x110000;",
        "<",
    ),
    *(
        '"',
        '""',
        "'",
        "(",
        ")",
        "[",
        "](x)",
        "**",
        "\\",
        "\ufeff",
        "\u202e",
        "\0",
        "\x1b",
        "e\u0301",
        "０",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)
SPOILT = st.lists(st.tuples(st.integers(-500, 9999), st.integers(0, 255)), min_size=1, max_size=8)
CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "=1", "'=1", "item", "setting", "new", "none", "unfpa", "²", "9" * 5000]),
)


# Not fixtures, as hypothesis would print them in full.
PACKAGE = load(ROOT)
DECLARED = form(PACKAGE)


@cache
def index() -> Names:
    """Every name that the package knows."""
    return index_of(list(names(PACKAGE, DECLARED)))


@cache
def proposed() -> bytes:
    """The review of the printing that the documents take in."""
    return reviews.proposed(ROOT)


def read(data: bytes) -> None:
    """Read a review and its answers."""
    answers.read_answers(review_file.parse(data, "x.csv", DECLARED), DECLARED, PACKAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@LAX
@given(st.sampled_from(KINDS), TEXTS.map(str.encode) | st.binary(max_size=200))
@example(".html", b"<table><tr><td>" * 3000)
@example(".md", b"> " * 3000)
def test_text_is_taken_in_or_refused(folder: Path, kind: str, data: bytes) -> None:
    path = folder / f"list{kind}"
    path.write_bytes(data)

    only_ours(lambda: pipeline.found_in(path, DECLARED, index()))


@LAX
@given(SPOILT)
def test_workbook_is_taken_in_or_refused(folder: Path, spoilt: list[tuple[int, int]]) -> None:
    sheet = Sheet("A list", ("no", "name"), [[1, "UNESCO"], [2, "UN Women"]])
    data = bytearray(workbook(Book("A list", [sheet])))
    for place, byte in spoilt:
        data[place % len(data)] = byte
    path = folder / "list.xlsx"
    path.write_bytes(data)

    only_ours(lambda: pipeline.found_in(path, DECLARED, index()))


@LAX
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), CELLS), min_size=1, max_size=4))
@example([(12, 0, "9" * 5000)])
@example([(12, 0, "²")])
def test_review_with_other_cells_is_read_or_refused(edits: list[tuple[int, int, str]]) -> None:
    rows = reviews.rows(proposed())
    lines = [list(row.values()) for row in rows]
    for row, column, cell in edits:
        line = lines[row % len(lines)]
        line[column % len(line)] = cell

    only_ours(lambda: read(dump(list(rows[0]), lines)))


@LAX
@given(SPOILT, st.sampled_from(b",;\t"))
def test_review_of_other_bytes_is_read_or_refused(
    spoilt: list[tuple[int, int]], delimiter: int
) -> None:
    data = bytearray(proposed().replace(b",", bytes([delimiter])))
    for place, byte in spoilt:
        data[place % len(data)] = byte

    only_ours(lambda: review_file.settings(bytes(data), "x.csv"))
    only_ours(lambda: read(bytes(data)))
