"""The formats of differences: golden files of the two printings, and cells that try to escape from
their place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from revisioned.diff.formats import html, markdown, text
from revisioned.diff.inline import Piece, folded, pieces, printable
from revisioned.diff.model import Diff, DiffSchema, Event
from revisioned.diff.revisions import revisions
from tests.conftest import ROOT
from tests.diff.conftest import Run

GOLDEN = Path(__file__).parent / "golden"
PRINTINGS = ("prints/2026-01-07-memorandum", "prints/2026-01-08-article")
POSITIONS = [30, *range(37, 41), 45, *range(51, 67)]
SUFFIXES = {"text": "txt", "markdown": "md", "tabular": "tabular.csv"}


@pytest.mark.parametrize("name", ["text", "csv", "json", "markdown", "html", "tabular"])
def test_the_two_printings_are_rendered_as_in_the_golden_files(run: Run, name: str) -> None:
    """To update a golden file, write the output of the test's command into it."""
    _, out, _ = run("diff", *PRINTINGS, "--format", name)

    assert out == (GOLDEN / f"printings.{SUFFIXES.get(name, name)}").read_bytes().decode()


def test_the_two_printings_differ_in_22_english_names(run: Run) -> None:
    _, out, _ = run("diff", *PRINTINGS, "--only", "name_en", "--format", "json")
    found = json.loads(out)
    with Path(f"data/{PRINTINGS[0]}.csv").open(encoding="utf-8", newline="") as file:
        position = {row["org_id"]: int(row["position"]) for row in csv.DictReader(file)}

    assert found["counts"] == {
        "added": 0,
        "removed": 0,
        "changed": 22,
        "cells": 22,
        "filled": 0,
        "emptied": 0,
    }
    assert sorted(position[event["key"]["org_id"]] for event in found["events"]) == POSITIONS


def test_columns_that_one_side_does_not_print_are_complete_in_csv(run: Run) -> None:
    _, out, _ = run("diff", *PRINTINGS, "--format", "csv")
    fields = [row["field"] for row in csv.DictReader(io.StringIO(out))]

    assert fields.count("name_zh") == 66
    assert fields.count("name_en") == 22


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_columns_that_one_side_does_not_print_are_one_line_to_people(run: Run, name: str) -> None:
    _, out, _ = run("diff", *PRINTINGS, "--format", name)

    assert out.replace("\\", "").count("name_zh") == 1
    assert "name_zh: empty on the other side" in out.replace("\\", "")


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_a_date_that_was_added_to_the_register_is_shown_to_people(run: Run, name: str) -> None:
    _, out, _ = run("diff", "register/2026-01-08", "register/2026-01-22", "--format", name)

    assert "empty on the other side" not in out
    (row,) = [line for line in out.replace("\\", "").splitlines() if "effective_on" in line]
    assert "2026-01-22" in row


SCHEMA = DiffSchema(("id",), ("id", "x"), ("id", "x"))


def changed(old: str, new: str, field: str = "x") -> Diff:
    schema = DiffSchema(("id",), ("id", field), ("id", field))
    return Diff("a", "b", schema, (Event(("1",), "changed", field, old, new),))


def shown(render: Callable[[Diff], Iterator[str]], diff: Diff) -> str:
    return "".join(render(diff))


def test_changed_words_are_marked_without_colour() -> None:
    found = shown(text.render, changed("UN Energy Fund", "U.N. Energy Fund"))

    assert found.endswith("\n~ 1\n    x: [-UN-]{+U.N.+} Energy Fund\n")


def test_colour_is_added_to_the_marks() -> None:
    found = "".join(text.render_coloured(changed("a", "b")))

    assert found.endswith("    x: \x1b[31m[-a-]\x1b[0m\x1b[32m{+b+}\x1b[0m\n")


def test_no_cell_controls_the_terminal() -> None:
    found = shown(text.render, changed("\x1b[2J", "\u202e\u200b\u00a0\n\x9b"))

    assert "x: [-\\x1b[2J-]{+\\u202e\\u200b\\xa0\\n\\x9b+}\n" in found


@pytest.mark.parametrize("render", [text.render, markdown.render, html.render])
@pytest.mark.parametrize(("ranks", "is_move"), [(("place",), True), ((), False)])
def test_a_change_of_what_the_schema_calls_a_rank_is_a_move(
    render: Callable[[Diff], Iterator[str]], ranks: tuple[str, ...], is_move: bool
) -> None:
    diff = changed("3", "5", "place")
    found = shown(render, replace(diff, schema=replace(diff.schema, ranks=ranks)))

    assert ("moved from 3 to 5" in found or "place (moved)" in found) is is_move
    assert "place" in found


def test_the_place_of_a_line_in_a_printing_is_a_rank() -> None:
    known = revisions(ROOT)

    assert {known[name].ranks for name in PRINTINGS} == {("position",)}


def test_an_added_and_a_removed_record_show_their_cells() -> None:
    events = (Event(("1",), "added", row=("1", "p")), Event(("2",), "removed", row=("2", "q")))

    found = shown(text.render, Diff("a", "b", SCHEMA, events))

    assert found.endswith("\n+ 1\n    x: p\n\n- 2\n    x: q\n")


def test_no_cell_opens_a_tag_in_html() -> None:
    found = shown(html.render, changed("<b>", "\"'&<script>", "<i>"))

    assert found.count("<i>") == found.count("<b>") == found.count("<script") == 0
    assert "<del>&lt;b&gt;</del>" in found or "<del>b</del>" in found


def test_html_marks_both_versions_in_a_table_with_heads() -> None:
    found = shown(html.render, changed("UN Energy", "U.N. Energy"))

    assert '<th scope="row">1</th><td>x</td><td><del>UN</del> Energy</td>' in found
    assert "<td><ins>U.N.</ins> Energy</td>" in found
    assert "style" not in found


def test_no_cell_opens_anything_in_markdown() -> None:
    found = shown(markdown.render, changed("a", "|*_`[x](y)<b>\n#@~ "))

    row = next(line for line in found.splitlines() if line.startswith("| 1 "))
    assert (
        row
        == "| 1 | x | <del>a</del> | <ins>\\|\\*\\_\\`\\[x\\]\\(y\\)\\<b\\>\\\\n\\#\\@\\~ </ins> |"
    )


def test_spaces_at_the_ends_of_a_cell_are_seen_in_markdown() -> None:
    assert markdown.escaped(" a ") == r"\\x20a\\x20"


def test_characters_without_spaces_between_are_words() -> None:
    assert pieces("聯合國大學", "聯合國大学") == [
        Piece("both", "聯合國大"),
        Piece("old", "學"),
        Piece("new", "学"),
    ]


def test_a_very_long_cell_is_shown_in_full() -> None:
    old, new = "a " * 600, "a " * 601

    assert pieces(old, new) == [Piece("old", old), Piece("new", new)]


def test_a_long_run_that_did_not_change_is_folded() -> None:
    cell = [Piece("old", "x"), Piece("both", " same" * 50), Piece("new", "y")]

    assert list(folded(cell)) == [
        Piece("old", "x"),
        Piece("both", " same" * 6 + "…" + " same" * 6),
        Piece("new", "y"),
    ]


def test_printable_leaves_what_can_be_seen() -> None:
    assert printable("a é 聯 🗺 —") == "a é 聯 🗺 —"
