"""Every rule of checks/, broken on purpose: the findings it gives, to the letter, and no other than
the same rows cause. What follows from the data is refreshed first, so that nothing stale gives the
fault away."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from revisioned.derive.refresh import refresh
from revisioned.validate.check import check
from tests.list.validate import cases_acts, cases_list, cases_registers
from tests.list.validate.places import COUNTED, OPEN, Case

CASES = {**cases_list.CASES, **cases_acts.CASES, **cases_registers.CASES}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_broken_rules_are_found_and_nothing_else(copy: Path, case: Case) -> None:
    edit, expected = case
    edit(copy)
    refresh(copy)

    report = check(copy)

    found = defaultdict(list)
    for finding in report.findings:
        if finding.rule not in OPEN:
            found[finding.rule].append(str(finding))
    assert {rule: sorted(lines) for rule, lines in found.items()} == {
        rule: sorted(lines) for rule, lines in expected.items()
    }
    assert report.passed is (set(expected) <= warnings(copy))


def test_every_rule_of_every_suite_is_broken_here(root: Path) -> None:
    rules = {expectation["meta"]["rule"] for expectation in expectations(root)}

    assert rules == COUNTED | {rule for _, expected in CASES.values() for rule in expected}


def expectations(root: Path) -> list[dict]:
    suites = [json.loads(path.read_text("utf-8")) for path in sorted(root.glob("checks/*.json"))]
    return [expectation for suite in suites for expectation in suite["expectations"]]


def warnings(root: Path) -> set[str]:
    """The rules that do not fail a check."""
    return {
        expectation["meta"]["rule"]
        for expectation in expectations(root)
        if expectation.get("severity") == "warning"
    }
