"""Every rule about bytes and characters, broken on purpose in a copy of the invented package."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.core.csv_table import dump
from revisioned.derive.refresh import refresh
from revisioned.validate import characters
from revisioned.validate.check import check
from tests.breaking import Edit, cell, data, swapped, text

REMARKS = "data/remarks.csv"
HEADER = "remark_id,topic,reason"
REASON = "Electricity without carbon at every hour of the day is its whole subject"

CASES: list[tuple[str, Edit, list[str]]] = [
    (
        "bom",
        data(REMARKS, b"remark_id", b"\xef\xbb\xbfremark_id"),
        [f"{REMARKS}:1: starts with a byte order mark; save as UTF-8 without BOM"],
    ),
    (
        "carriage-return",
        data(REMARKS, b"subject\n", b"subject\r\n"),
        [f"{REMARKS}:2: 1 carriage returns, the first on this line; end lines with LF alone"],
    ),
    (
        "final-newline",
        data(REMARKS, b"electoral law\n", b"electoral law"),
        [f"{REMARKS}:13: no newline at the end of the file; it may be truncated"],
    ),
    (
        "blank-line",
        data(REMARKS, b"subject\n", b"subject\n\n"),
        [f"{REMARKS}:3: blank line; remove it"],
    ),
    (
        "header-space",
        text(REMARKS, HEADER, "remark_id,topic,the reason"),
        [
            f"{REMARKS}:1: reason: incorrect label; the header should read: {HEADER}",
            f"{REMARKS}:1: the reason: the name of a column has a space in it; "
            "use an underscore or none",
        ],
    ),
    (
        "order",
        swapped(REMARKS, 2, 3),
        [f"{REMARKS}:2: remark_id: out of key order; sort the records by remark_id, topic"],
    ),
    (
        "csv",
        text(REMARKS, "Electricity", '"Electricity'),
        [f"{REMARKS}:2: unbalanced or misplaced quote in this record (',' expected after '\"')"],
    ),
    (
        "encoding",
        data(REMARKS, b"Electricity", b"Electricit\xe9"),
        [f"{REMARKS}:2: not UTF-8: byte 0xe9; save the file as UTF-8"],
    ),
    (
        "ragged",
        text(REMARKS, REASON, f"{REASON},more"),
        [f"{REMARKS}:2: 4 cells where the header has 3"],
    ),
    (
        "header",
        text(REMARKS, HEADER, "remark_id,topic,topic"),
        [f"{REMARKS}:1: topic: two columns have this name"],
    ),
]


# For each rule: a cell that breaks it, and the reason.
CELLS: dict[str, tuple[str, str]] = {
    "nul": ("No\x00more", "holds a NUL character; remove it"),
    "control": ("No\x0bmore", "holds a control character, U+000B, after 'No'"),
    "zero-width": (
        "No\u200b more",
        "holds an invisible character, U+200B ZERO WIDTH SPACE, after 'No'",
    ),
    "bidi": (
        "No\u202e more",
        "holds a character that reverses the direction of text, "
        "U+202E RIGHT-TO-LEFT OVERRIDE, after 'No'",
    ),
    "odd-space": (
        "Only so much and no\u00a0more",
        "holds a non-ASCII space, U+00A0 NO-BREAK SPACE, after 'Only so much and no'",
    ),
    "not-nfc": (
        "No mo\u0301re",
        "not in Unicode NFC; normalise the text",
    ),
    "outer-space": ("No more ", "starts or ends with a space; remove it"),
    "formula": ("=cmd()", "starts with '=': a spreadsheet would run it as a formula"),
    "long-cell": ("E" * 10_001, "10001 characters; at most 10000 fit a cell"),
}


@pytest.mark.parametrize(("rule", "edit", "expected"), CASES, ids=[case[0] for case in CASES])
def test_unclean_file_is_found_and_nothing_else(
    wells_copy: Path, rule: str, edit: Edit, expected: list[str]
) -> None:
    edit(wells_copy)
    refresh(wells_copy)

    report = check(wells_copy)

    assert list(map(str, report.findings)) == expected
    assert rule in {finding.rule for finding in report.findings}
    assert not report.passed


@pytest.mark.parametrize("rule", CELLS)
def test_unclean_cell_breaks_only_its_rule(rule: str) -> None:
    unclean, reason = CELLS[rule]

    findings, _ = characters.examine(dump(["k", "text"], [["a", unclean]]), "x.csv", ("k",))

    assert [(finding.rule, str(finding)) for finding in findings] == [
        (rule, f"x.csv:2: text: {reason}")
    ]


def test_unclean_cells_are_all_found_and_nothing_else(wells_copy: Path) -> None:
    expected = []
    for line, (unclean, reason) in enumerate(CELLS.values(), start=2):
        cell(REMARKS, line, "reason", unclean)(wells_copy)
        expected.append(f"{REMARKS}:{line}: reason: {reason}")
    refresh(wells_copy)

    assert [str(finding) for finding in check(wells_copy).findings] == expected


def test_published_files_are_clean(wells: Path) -> None:
    for path in sorted((wells / "data").rglob("*.csv")):
        findings, table = characters.examine(path.read_bytes(), path.name, ())

        assert table is not None
        assert findings == []


def test_negative_number_is_not_a_formula() -> None:
    findings, _ = characters.examine(b"a,b\n-5,+1.5e3\n", "x.csv", ("a",))

    assert findings == []


@given(st.text(st.characters(max_codepoint=0x7F), max_size=6) | st.from_regex(characters.PLAIN))
def test_a_plain_cell_has_no_fault_that_any_rule_would_find(cell: str) -> None:
    if characters.PLAIN.fullmatch(cell):
        assert list(characters.cell_faults(cell)) == []


def test_one_misplaced_record_is_one_finding() -> None:
    lines = ["k", "a", "b", "z", "c", "d", "e"]

    findings, _ = characters.examine(("\n".join(lines) + "\n").encode(), "x.csv", ("k",))

    assert [(finding.rule, finding.line) for finding in findings] == [("order", 4)]


@given(st.lists(st.text("abc", min_size=1, max_size=3)))
def test_sorted_records_are_in_order_and_no_more_are_named_than_must_move(keys: list[str]) -> None:
    findings, table = characters.examine(dump(["k"], [[key] for key in keys]), "x.csv", ("k",))

    named = {finding.line for finding in findings}
    kept = [cells[0] for line, cells in table.records if line not in named]
    assert kept == sorted(kept)
    assert (not named) == (keys == sorted(keys))
