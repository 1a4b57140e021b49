"""Revisions of a package are compared by their names, with the key from the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.diff.conftest import File, Run


@pytest.fixture(autouse=True)
def here(wells: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented package as the current folder."""
    monkeypatch.chdir(wells)
    return wells


def test_the_package_gives_the_key_and_ignored_columns_of_revisions(run: Run) -> None:
    _, out, _ = run(
        *("diff", "lists/2020-first", "lists/2021-second"),
        *("--format", "json"),
    )

    found = json.loads(out)
    assert (found["old"], found["new"]) == (
        "lists/2020-first",
        "lists/2021-second",
    )
    assert found["key"] == ["region", "number"]
    assert found["columns"]["ignored"] == ["place"]


def test_a_column_left_out_by_default_can_be_asked_for(run: Run) -> None:
    _, out, _ = run(
        *("diff", "lists/2020-first", "lists/2021-second"),
        *("--format", "json", "--only", "place"),
    )

    changed = [event for event in json.loads(out)["events"] if event["op"] == "changed"]
    assert {event["field"] for event in changed} == {"place"}


def test_an_unknown_revision_is_refused_with_the_known_ones(run: Run) -> None:
    code, _, err = run("diff", "lists/2020-first", "lists/1999-01-01")

    assert code == 2
    assert err.startswith("there is no revision 'lists/1999-01-01'; there are: lists/2020-first, ")


def test_revisions_of_two_series_are_not_compared(run: Run) -> None:
    code, _, err = run("diff", "lists/2020-first", "status/2020-01-06")

    assert code == 2
    assert err.endswith("are revisions of different series\n")


def test_a_revision_is_compared_with_a_file_by_its_own_key(
    here: Path, file: File, run: Run
) -> None:
    name = "lists/2020-first"
    copy = file("copy.csv", (here / f"data/{name}.csv").read_bytes())

    assert run("diff", name, copy.name, "--exit-code")[0] == 0


def test_a_delimiter_does_nothing_for_revisions_and_is_refused(run: Run) -> None:
    code, out, err = run("diff", "lists/2020-first", "lists/2021-second", "--delimiter", ";")

    assert (code, out) == (2, "")
    assert err == "revisions are CSV with commas; leave out --delimiter\n"
