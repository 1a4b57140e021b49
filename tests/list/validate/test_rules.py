"""Every rule of checks/ is broken on purpose: check gives exactly its findings, and no others
except those with the same cause. Derived files are refreshed first, so that no stale file shows up
as well."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from revisioned.core import result_cache
from revisioned.core.diagnostics import Finding
from revisioned.edit import act, transaction
from revisioned.validate.check import CheckFailedError, check
from tests.list.conftest import copy_package
from tests.list.edit.test_act import NOTICE, SOURCE
from tests.list.validate import cases_acts, cases_list, cases_registers
from tests.list.validate.places import COUNTED, OPEN, Case

CASES = {**cases_list.CASES, **cases_acts.CASES, **cases_registers.CASES}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real package after a full check that passed, so that a case runs only what its edit can
    affect. No case may change it."""
    folder = copy_package(tmp_path_factory.mktemp("good") / "package")
    before = result_cache.digest(folder, ["."])
    assert check(folder).passed
    yield folder
    assert result_cache.digest(folder, ["."]) == before


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_broken_rules_are_found_and_nothing_else(good: Path, tmp_path: Path, case: Case) -> None:
    """The edit is tried as `act` does it: what it cannot affect is not checked again, and still no
    finding is missed."""
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


def test_every_rule_of_every_suite_has_a_case(root: Path) -> None:
    rules = {expectation["meta"]["rule"] for expectation in expectations(root)}

    assert rules == COUNTED | {rule for _, expected in CASES.values() for rule in expected}


def expectations(root: Path) -> list[dict]:
    suites = [json.loads(path.read_text("utf-8")) for path in sorted(root.glob("checks/*.json"))]
    return [expectation for suite in suites for expectation in suite["expectations"]]


def warnings(root: Path) -> set[str]:
    """The rules that only warn."""
    return {
        expectation["meta"]["rule"]
        for expectation in expectations(root)
        if expectation.get("severity") == "warning"
    }


# Cells of an act and of its source, and the rules that reject them.
ENTRIES: dict[str, tuple[dict[str, str], dict[str, str], set[str]]] = {
    "an effect": (
        {
            "act_id": "irena-left",
            "step": "took_effect",
            "meaning": "leave",
            "measure": "cease_funding",
            "act_date": "2025-01-19",
            "due_on": "2025-01-18",
            "basis": "inferred",
        },
        {},
        {
            *("act-id", "due-after-act", "effect-has-no-due", "effect-is-stated"),
            *("found-after-all", "meaning-fits-measure", "register-begins"),
        },
    ),
    "an act that was searched in vain, and its source": (
        {"act_date": "2026-02-12"},
        {
            "captured_on": "2026-02-10",
            "published_at": "2026-02-12T00:00:00Z",
            "published_on": "2026-02-11",
            "signed_on": "2026-02-13",
            "url": "javascript:alert(1)",
        },
        {
            *("act-after-source", "captured-after-published", "found-after-all", "same-day"),
            *("signed-before-published", "web-address"),
        },
    ),
    "a return from what nobody left": ({"step": "rejoined"}, {}, {"rejoined-follows"}),
    "a reversal before the exit": (
        {"step": "rescinded", "measure": "", "act_date": "2026-01-06"},
        {},
        {"rescinded-follows"},
    ),
    "an exit of no measure": ({"step": "announced", "measure": ""}, {}, {"measure-named"}),
    "a source that was not read": (
        {},
        {"read_via": "cited", "sha256": "0" * 64},
        {"cited-has-no-hash"},
    ),
}


@pytest.mark.parametrize(("act_cells", "source_cells", "due"), ENTRIES.values(), ids=ENTRIES.keys())
def test_act_that_breaks_rules_is_refused_by_each_of_them(
    good: Path,
    tmp_path: Path,
    act_cells: dict[str, str],
    source_cells: dict[str, str],
    due: set[str],
) -> None:
    entry = act.Entry(NOTICE | act_cells, [("sources", SOURCE | source_cells)])

    with pytest.raises(CheckFailedError) as refused:
        act.attempt(good, entry, tmp_path)

    report = refused.value.report
    assert {item.rule for item in report.findings if item.severity == "error"} == due
