"""Every fault of a package is found with its place and reason, and nothing else is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.derive.refresh import refresh
from revisioned.validate.check import check
from tests.breaking import Edit, cell, record, text, without

WELLS, PERMITS = "data/wells.csv", "data/permits.csv"
PERMIT = {"permit_id": "p07", "stage": "applied", "given_on": "2022-01-01", "paper_id": "survey"}
# For each fault: the edit, and how each of its findings begins.
CASES: dict[str, tuple[Edit, list[str]]] = {
    "another type": (
        cell(WELLS, "north,1", "depth", "deep"),
        [f"{WELLS}:4: depth: "],
    ),
    "a value that is not listed": (
        cell(WELLS, "north,1", "kind", "drilled"),
        [f"{WELLS}:4: kind: "],
    ),
    "a cell that must be filled": (
        cell(PERMITS, "p03", "given_on", ""),
        [f"{PERMITS}:4: given_on: "],
    ),
    "two records of one key": (
        record(WELLS, region="north", number="2", name_en="Another", kind="dug"),
        # The derived table has the record twice too.
        ["data/now.csv:5: region, number: duplicate key", f"{WELLS}:6: region, number: duplicate"],
    ),
    "a reference of two columns to nothing": (
        record(PERMITS, **PERMIT, region="north", number="9"),
        [f"{PERMITS}:8: "],
    ),
    "a reference of one column to nothing": (
        cell("data/claims.csv", "taste", "source_id", "nowhere"),
        ["data/claims.csv:4: source_id: "],
    ),
    "a rule of the suite": (
        without(PERMITS, "p02"),
        [f"{PERMITS}:6: stage: p06 is sealed, but nothing was granted before"],
    ),
}


@pytest.mark.parametrize(("edit", "due"), CASES.values(), ids=CASES.keys())
def test_fault_is_found_at_its_place_and_nothing_else(
    wells_copy: Path, edit: Edit, due: list[str]
) -> None:
    edit(wells_copy)
    refresh(wells_copy)

    found = [str(finding) for finding in check(wells_copy).findings]

    assert len(found) == len(due), found
    for finding, start in zip(found, due, strict=True):
        assert finding.startswith(start)


def test_good_package_has_no_finding(wells: Path) -> None:
    report = check(wells)

    assert report.findings == ()
    assert report.passed
    assert report.expectations == 2


def test_stale_file_is_named_with_what_to_do(wells_copy: Path) -> None:
    text("data/now.csv", "Market", "Fair")(wells_copy)

    findings = [str(finding) for finding in check(wells_copy).findings]

    assert any(line.startswith("data/now.csv:3: name_en: 'Fair") for line in findings), findings
    assert all("refresh" in line or "hash" in line for line in findings), findings
