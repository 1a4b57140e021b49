"""A rule that passed is not run again until something that it reads has changed, in whatever way it
reads it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from revisioned.derive.refresh import refresh
from revisioned.validate import expectations, frictionless_report
from revisioned.validate.check import check
from tests.breaking import Edit, cell, record, text, without
from tests.hostile.small import ACTS, NOTES, fields, reference, resource

ROWS = "unexpected_rows_expectation"
BODIES = "data/bodies.csv"


@pytest.fixture
def package(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small package, with a cache folder for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return shutil.copytree(good, tmp_path / "package")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules that are run."""
    found: list[str] = []
    run = expectations.run

    def running(suites: list[expectations.Suite], staging: Path) -> expectations.Results:
        for suite in suites:
            for number, declared in enumerate(suite.expectations, start=1):
                if number not in suite.known:
                    found.append(declared["meta"]["rule"])
        return run(suites, staging)

    monkeypatch.setattr(expectations, "run", running)
    return found


def suite(root: Path, table: str, **rules: Any) -> None:
    """Declare the suite of a table: for each rule its query, or the type and arguments of another
    expectation."""
    declared = [
        {
            **(
                {"type": ROWS, "kwargs": {"unexpected_rows_query": rule}}
                if isinstance(rule, str)
                else {"type": rule[0], "kwargs": rule[1]}
            ),
            "meta": {"rule": name},
        }
        for name, rule in rules.items()
    ]
    document = {"name": table, "expectations": declared}
    (root / f"checks/{table}.json").write_text(json.dumps(document))


def changed(root: Path, edit: Edit) -> list[str]:
    """The findings of check after an edit and a refresh."""
    edit(root)
    refresh(root)
    return [str(finding) for finding in check(root).findings]


ANOTHER_ACT = record(ACTS, id="a4", body="a", day="2026-03-01")
ANOTHER_BODY = record(BODIES, id="z", name="Zeta", kind="office")
ANOTHER_NOTE = record(NOTES, id="n4", body="a", text="fourth")


def nothing(_: Path) -> None:
    """An edit that changes no byte."""


READS: dict[str, tuple[str | tuple[str, dict], Edit, Edit]] = {
    "its own table": ("SELECT 1 FROM {batch} WHERE 0", ANOTHER_NOTE, ANOTHER_ACT),
    "a subquery": (
        "SELECT 1 FROM (SELECT * FROM {batch}) AS n WHERE n.id IN (SELECT id FROM acts)",
        ANOTHER_ACT,
        ANOTHER_BODY,
    ),
    "a view": (
        "SELECT 1 FROM (SELECT * FROM {batch}) AS n JOIN called AS c ON c.id = n.id",
        ANOTHER_BODY,
        ANOTHER_ACT,
    ),
    "a derived table": (
        "SELECT 1 FROM (SELECT * FROM {batch}) AS n JOIN standing AS s ON s.body = n.id",
        ANOTHER_ACT,
        ANOTHER_BODY,
    ),
    "no column of a table": (
        "SELECT 1 FROM {batch} WHERE (SELECT count(*) FROM acts) > 9",
        ANOTHER_ACT,
        ANOTHER_BODY,
    ),
    "no column of a table, in other letters": (
        "SELECT 1 FROM {batch} WHERE (SELECT count(*) FROM Acts) > 9",
        ANOTHER_ACT,
        ANOTHER_BODY,
    ),
    "the lines of a table": (
        "SELECT 1 FROM {batch} WHERE (SELECT max(_line) FROM acts) > 9",
        text(ACTS, "a2,a,2026-02-01\n", '"a2",a,2026-02-01\na2b,b,\n'),
        ANOTHER_BODY,
    ),
    "the files": (
        "SELECT 1 FROM {batch} WHERE id IN (SELECT name FROM package)",
        ANOTHER_ACT,  # It makes a revision.
        ANOTHER_BODY,
    ),
    "the schema": (
        "SELECT 1 FROM {batch} WHERE id IN (SELECT name FROM pragma_table_info('acts'))",
        text("data/views/called.sql", "SELECT id, name", "SELECT id, id AS name"),
        ANOTHER_BODY,
    ),
    "a column": (
        ("expect_column_values_to_match_regex", {"column": "id", "regex": "^n"}),
        ANOTHER_NOTE,
        ANOTHER_ACT,
    ),
    "another table, as the library has it": (
        ("expect_table_row_count_to_equal_other_table", {"other_table_name": "acts"}),
        ANOTHER_ACT,
        nothing,
    ),
}


@pytest.mark.parametrize(("rule", "touches", "leaves"), READS.values(), ids=READS.keys())
def test_expectation_is_run_again_only_if_what_it_reads_has_changed(
    package: Path, ran: list[str], rule: Any, touches: Edit, leaves: Edit
) -> None:
    suite(package, "notes", mine=rule)
    assert changed(package, nothing) == []
    assert "mine" in ran

    ran.clear()
    changed(package, leaves)
    assert "mine" not in ran

    changed(package, touches)
    assert "mine" in ran


def test_two_rules_with_the_same_query_both_depend_on_what_it_reads(
    package: Path, ran: list[str]
) -> None:
    """SQLite prepares a statement only once, and names what it reads only then."""
    query = "SELECT 1 FROM acts, (SELECT * FROM {batch} LIMIT 1) WHERE 0"
    suite(package, "notes", first=query, second=query)
    path = package / "checks/notes.json"
    document = json.loads(path.read_text())
    document["expectations"][1]["severity"] = "warning"
    path.write_text(json.dumps(document))
    assert check(package).findings == ()
    ran.clear()

    changed(package, ANOTHER_ACT)

    assert {"first", "second"} <= {*ran}


@pytest.mark.parametrize(
    "rule",
    [
        "SELECT 1 FROM {batch} WHERE day > date('now', '+99 years')",
        "SELECT 1 FROM {batch} WHERE day < '1999' AND day > CURRENT_DATE",
        (
            "expect_column_max_to_be_between",
            {"column": "day", "max_value": {"$PARAMETER": "now()"}},
        ),
    ],
    ids=["date", "CURRENT_DATE", "now"],
)
def test_expectation_that_may_read_the_clock_is_run_each_time(
    package: Path, ran: list[str], rule: Any
) -> None:
    suite(package, "notes", mine=rule)
    check(package)
    ran.clear()

    check(package)

    assert "mine" in ran


def test_expectation_that_is_changed_is_run(package: Path) -> None:
    suite(package, "notes", mine="SELECT 1 FROM {batch} WHERE 0")
    check(package)
    suite(package, "notes", mine="SELECT 'none' AS _reason FROM {batch} WHERE id = 'n1'")

    assert [item.reason for item in check(package).findings] == ["none"]


def test_error_is_found_each_time(package: Path) -> None:
    suite(package, "notes", mine="SELECT _file, _line, id AS _reason FROM {batch}")

    assert check(package).findings == check(package).findings != ()


def test_fault_of_a_suite_is_found_each_time(package: Path) -> None:
    """If two faults are the same, a single run would find only one."""
    query = "SELECT 1 FROM {batch} WHERE 0"
    suite(package, "notes", first=query, second=query, third=f"{query} AND 1")

    first, second = check(package), check(package)

    assert first == second
    assert [item.reason for item in first.findings] == ["3 expectations, of which two are the same"]


def test_warning_is_printed_each_time_and_its_query_not_run_again(
    package: Path, ran: list[str]
) -> None:
    suite(package, "notes", mine="SELECT _file, _line, id AS _reason FROM {batch}")
    path = package / "checks/notes.json"
    document = json.loads(path.read_text())
    document["expectations"][0]["severity"] = "warning"
    path.write_text(json.dumps(document))
    first = check(package)
    ran.clear()

    assert check(package) == first
    assert [item.severity for item in first.findings] == ["warning"] * 3
    assert ran == []


def test_warning_is_text_whatever_its_query_gives(package: Path) -> None:
    query = "SELECT 7 AS _file, x'00' AS _line, 1 AS _column, x'ff' AS _reason FROM {batch}"
    suite(package, "notes", mine=query)
    path = package / "checks/notes.json"
    path.write_text(path.read_text().replace('"meta"', '"severity": "warning", "meta"'))

    assert [*map(str, check(package).findings)] == ["7: 1: warning: b'\\xff'"]


def test_warning_moves_with_its_line(package: Path) -> None:
    suite(package, "notes", mine="SELECT _file, _line, id AS _reason FROM {batch} WHERE id = 'n3'")
    path = package / "checks/notes.json"
    path.write_text(path.read_text().replace('"meta"', '"severity": "warning", "meta"'))
    assert changed(package, nothing) == [f"{NOTES}:4: warning: n3"]

    assert changed(package, record(NOTES, id="n0", body="a", text="none")) == [
        f"{NOTES}:5: warning: n3"
    ]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records the files that Frictionless validates, by the names of their resources."""
    found: list[str] = []
    look = frictionless_report._found
    monkeypatch.setattr(
        frictionless_report,
        "_found",
        lambda package, descriptor, names: found.extend(names) or look(package, descriptor, names),
    )
    return found


def test_file_is_not_validated_again_when_its_referenced_table_gets_a_row(
    package: Path, looked: list[str]
) -> None:
    check(package)
    looked.clear()

    assert changed(package, ANOTHER_BODY) == []
    assert "bodies" in looked
    assert "acts" not in looked


@pytest.mark.parametrize(
    "edit", [without(BODIES, "b"), cell(BODIES, "b", "id", "bb")], ids=["gone", "renamed"]
)
def test_removed_row_is_missed_by_an_unchanged_file_that_refers_to_it(
    package: Path, edit: Edit
) -> None:
    check(package)

    found = changed(package, edit)

    assert [line for line in found if "bodies.id" in line] == [
        f"{ACTS}:4: body: 'b' is not in bodies.id",
        f"{NOTES}:4: body: 'b' is not in bodies.id",
    ]


def test_removed_number_is_missed_by_references_spelled_differently(package: Path) -> None:
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text())
    resources = {item["name"]: item for item in descriptor["resources"]}
    keyed = {"fields": fields("number:integer", "title"), "primaryKey": ["number"]}
    descriptor["resources"].append(resource("places", keyed))
    resources["notes"]["schema"]["foreignKeys"].append(reference("place", "places", "number"))
    path.write_text(json.dumps(descriptor))
    (package / "data/places.csv").write_text("number,title\n01,First\n2,Second\n")
    assert changed(package, nothing) == []

    found = changed(package, text("data/places.csv", "01,First", "0,First"))

    assert found == [f"{NOTES}:2: place: '1' is not in places.number"]


def test_expectations_are_counted_whether_they_run_or_not(package: Path) -> None:
    suite(package, "notes", mine="SELECT 1 FROM {batch} WHERE 0")

    assert check(package).expectations == check(package).expectations == 2
