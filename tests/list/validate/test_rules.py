"""Every rule of checks/, broken on purpose: the findings it gives, to the letter, and no other than
the same rows cause. What follows from the data is refreshed first, so that nothing stale gives the
fault away."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from revisioned.core.diagnostics import Finding
from revisioned.edit import transaction
from revisioned.validate.check import CheckFailedError, check
from tests.list.conftest import copy_package
from tests.list.validate import cases_acts, cases_list, cases_registers
from tests.list.validate.places import COUNTED, OPEN, Case

CASES = {**cases_list.CASES, **cases_acts.CASES, **cases_registers.CASES}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package, checked: all of its parts are known to pass."""
    folder = copy_package(tmp_path_factory.mktemp("good") / "package")
    assert check(folder).passed
    return folder


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_broken_rules_are_found_and_nothing_else(good: Path, tmp_path: Path, case: Case) -> None:
    """As `act` tries an edit: what it cannot touch is not checked again, and nothing is missed."""
    edit, expected = case
    warned: list[Finding] = []

    try:
        transaction.attempt(good, tmp_path, lambda package: edit(package.root), warned.append)
        failed: tuple[Finding, ...] = ()
    except CheckFailedError as error:
        failed = error.report.findings

    found = defaultdict(list)
    for finding in failed or warned:
        if finding.rule not in OPEN:
            found[finding.rule].append(str(finding))
    assert {rule: sorted(lines) for rule, lines in found.items()} == {
        rule: sorted(lines) for rule, lines in expected.items()
    }
    assert (not failed) is (set(expected) <= warnings(good))


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
