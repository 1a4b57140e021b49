"""`check` apart from its rules: faulty suites, missing files, clear messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.validate.check import check
from revisioned.validate.publication import CONTACT
from tests.breaking import all_of, cell, descriptor, text, without
from tests.list.validate.places import COUNTED, OPEN

ARTICLE = "data/prints/2026-01-08-article.csv"


def findings(root: Path) -> list[str]:
    return [str(item) for item in check(root).findings if item.rule not in OPEN]


def test_real_package_is_clean(root: Path) -> None:
    report = check(root)

    assert {finding.rule for finding in report.findings} == OPEN
    assert report.passed
    declared = [json.loads(path.read_text()) for path in (root / "checks").glob("*.json")]
    assert report.expectations == sum(len(suite["expectations"]) for suite in declared)


def test_unknown_expectation_fails_loudly(copy: Path) -> None:
    text("checks/names.json", "unexpected_rows_expectation", "expect_rows_to_be_nice")(copy)

    assert findings(copy) == [
        "checks/names.json:5: expectation 1, 'expect_rows_to_be_nice', cannot be run: "
        "expect_rows_to_be_nice not found"
    ]


def test_expectation_with_a_wrong_word_fails_loudly(copy: Path) -> None:
    text("checks/organizations.json", '"regex"', '"regexp"')(copy)

    (finding,) = findings(copy)
    assert "cannot be run" in finding
    assert "regexp" in finding


def test_expectation_on_an_unknown_column_fails_loudly(copy: Path) -> None:
    text("checks/organizations.json", '"column": "name_zh"', '"column": "name_fr"')(copy)

    (finding,) = findings(copy)
    assert finding.startswith("checks/organizations.json: chinese-script could not be run: ")
    assert "name_fr" in finding


def test_query_that_looks_past_the_table_fails_loudly(copy: Path) -> None:
    text("checks/names.json", "{batch}", "names")(copy)

    (finding,) = findings(copy)
    assert finding.endswith("cannot be run: its query does not select FROM {batch}")


def test_duplicate_expectation_fails_loudly(copy: Path) -> None:
    path = copy / "checks/names.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    suite["expectations"] *= 2
    path.write_text(json.dumps(suite), encoding="utf-8")

    assert findings(copy) == ["checks/names.json: 4 expectations, of which two are the same"]


def test_suite_without_a_table_is_found(copy: Path) -> None:
    (copy / "checks/nmaes.json").write_text('{"name": "nmaes", "expectations": []}')

    known = sorted([*(relation.name for relation in load(copy).relations), "package"])
    assert findings(copy) == [f"checks/nmaes.json: no table 'nmaes'; there are: {', '.join(known)}"]


def test_suite_that_is_not_json_is_found(copy: Path) -> None:
    (copy / "checks/names.json").write_text('{"name": "names",\n "expectations": [}')

    assert findings(copy) == ["checks/names.json:2: not JSON: Expecting value (character 19)"]


def test_view_that_does_not_run_is_found(copy: Path) -> None:
    text("data/views/print_differences.sql", "FROM prints", "FROM imprints")(copy)

    assert findings(copy) == [
        "data/queries.csv:3: sql: no such table: main.imprints",
        "data/views/print_differences.sql: no such table: main.imprints",
    ]


def test_missing_file_is_found(copy: Path) -> None:
    (copy / "data/themes.csv").unlink()

    assert findings(copy) == [
        "data/themes.csv: No such file or directory, but datapackage.json names it"
    ]


def test_file_that_no_resource_names_is_found(copy: Path) -> None:
    (copy / "data/prints/2026-03-01-radio.csv").write_text("a\n1\n")

    assert findings(copy) == [
        "data/prints/2026-03-01-radio.csv: no resource of datapackage.json names this file; "
        "add one or remove it"
    ]


def test_bytes_that_differ_from_the_descriptor_are_found_once(copy: Path) -> None:
    text("data/themes.csv", "at every hour", "at each hour")(copy)

    assert findings(copy) == [
        "data/themes.csv: not the bytes that datapackage.json states; "
        "run `python -m scripts refresh`"
    ]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            cell(ARTICLE, 3, "position", "two"),
            [
                f"{ARTICLE}: position: no body at position 2",
                f"{ARTICLE}:3: position: 'two' is not of type integer",
                f"{ARTICLE}:3: position: 'two': a position is between 1 and 66",
            ],
        ),
        (
            cell("data/themes.csv", 3, "theme", "regional"),
            [
                "data/themes.csv:3: theme: 'regional' is not one of: culture_learning, "
                "digital_cyber, economy_development, energy_environment, institutions_law, "
                "peace_security, regional_cooperation, rights_people"
            ],
        ),
        (
            cell("data/themes.csv", 3, "reason", ""),
            ["data/themes.csv:3: reason: empty, but required"],
        ),
        (
            cell("data/revisions.csv", 3, "source_id", "nobody"),
            ["data/revisions.csv:3: source_id: 'nobody' is not in sources.source_id"],
        ),
        (
            cell("data/sources.csv", 2, "captured_on", "23.11.2026"),
            ["data/sources.csv:2: captured_on: '23.11.2026' is not of type date"],
        ),
    ],
    ids=["type", "enum", "required", "foreign-key", "date"],
)
def test_descriptor_rule_is_found_in_words(copy: Path, edit, expected: list[str]) -> None:
    edit(copy)
    refresh(copy)

    found = findings(copy)

    assert set(expected) <= set(found)


def test_duplicate_key_names_both_lines(copy: Path) -> None:
    record = (copy / "data/revisions.csv").read_text(encoding="utf-8").splitlines()[2]
    text("data/revisions.csv", record, f"{record}\n{record}")(copy)
    refresh(copy)

    assert findings(copy) == [
        "data/revisions.csv:4: series, revision: duplicate key, first on line 3"
    ]


def test_quoted_line_breaks_do_not_shift_the_lines_of_findings(copy: Path) -> None:
    all_of(
        text("data/themes.csv", "Electricity without", '"Electricity\nwithout'),
        text("data/themes.csv", "whole subject", 'whole subject"'),
        text("data/themes.csv", "commission-for-env", "omission-for-env"),
    )(copy)
    refresh(copy)

    report = check(copy)

    assert ("data/themes.csv", 5, "org_id") in {
        (finding.file, finding.line, finding.column)
        for finding in report.findings
        if finding.rule == "foreign-key"
    }


def test_descriptor_that_is_not_json_is_one_finding(copy: Path) -> None:
    (copy / "datapackage.json").write_text("{")

    assert findings(copy) == [
        "datapackage.json:1: not JSON: Expecting property name enclosed in double quotes "
        "(character 2)"
    ]


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/passwd", "https://example.org/x.csv"])
def test_path_out_of_the_package_is_refused(copy: Path, path: str) -> None:
    descriptor(lambda document: document["resources"][0].update(path=path))(copy)

    assert findings(copy) == [
        f"datapackage.json: 'organizations' has the path {path!r}; "
        "only paths inside the package are read"
    ]


def test_command_prints_findings_and_exits_with_1(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without(ARTICLE, 3)(copy)
    refresh(copy)
    monkeypatch.chdir(copy)

    status = main(["check"])

    report = check(copy)
    assert status == 1
    assert capsys.readouterr().out == (
        f"{ARTICLE}: 65 bodies, not 66\n"
        f"{ARTICLE}: position: no body at position 2\n"
        f"{ARTICLE}: section: 34 bodies of section non_un, not 35\n"
        + "".join(f"{item}\n" for item in report.findings if item.rule in COUNTED)
        + f"datapackage.json: warning: {CONTACT}\n"
        "\n"
        f"3 errors, 3 warnings in 3 files ({report.files} files, {report.records} records, "
        f"{report.expectations} expectations).\n"
    )


def test_command_gives_json(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cell("data/themes.csv", 3, "reason", "")(copy)
    refresh(copy)
    monkeypatch.chdir(copy)

    status = main(["check", "--format", "json"])

    document = json.loads(capsys.readouterr().out)
    assert status == 1
    assert document["passed"] is False
    assert [item for item in document["findings"] if item["rule"] not in OPEN] == [
        {
            "file": "data/themes.csv",
            "line": 3,
            "column": "reason",
            "reason": "empty, but required",
            "rule": "constraint-error",
            "severity": "error",
        }
    ]
