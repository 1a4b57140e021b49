"""The difference between two releases on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core.csv_table import parse
from revisioned.release import archive, store

NOTHING = dict.fromkeys(("added", "removed", "changed", "cells", "filled", "emptied"), 0)


def said(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    monkeypatch.chdir(root)
    status = main(["diff", *words])
    out, error = capsys.readouterr()
    return status, out, error


def differences(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> dict:
    _, out, _ = said(root, capsys, monkeypatch, *words, "--format", "json")
    document = json.loads(out)
    assert [*document] == ["resources"]
    return document["resources"]


def test_a_correction_is_an_event_of_its_table(four, capsys, monkeypatch) -> None:
    found = differences(four, capsys, monkeypatch, "1.0.0", "1.0.1")
    wells = found["wells"]
    assert (wells["old"], wells["new"]) == ("1.0.0", "1.0.1")
    assert wells["events"] == [
        {
            "key": {"region": "east", "number": "1"},
            "op": "changed",
            "field": "name_zh",
            "old": "舊磨坊水井",
            "new": "老磨坊水井",
        }
    ]
    assert wells["counts"] == NOTHING | {"changed": 1, "cells": 1}


def test_a_table_that_did_not_change_is_left_out(four, capsys, monkeypatch) -> None:
    assert "permits" not in differences(four, capsys, monkeypatch, "1.0.0", "1.0.1")


def test_all_records_of_a_new_table_are_added(four, capsys, monkeypatch) -> None:
    found = differences(four, capsys, monkeypatch, "1.0.1", "1.1.0")
    new = next(name for name in found if name.endswith("2022-03-02"))
    with archive.unpacked(four, "1.1.0") as (package, files):
        resource = next(item for item in package.resources if item.name == new)
        records = len(parse(files[resource.path], resource.path).records)
    assert found[new]["counts"] == NOTHING | {"added": records}


def test_backwards_what_was_added_is_removed(four, capsys, monkeypatch) -> None:
    forth = differences(four, capsys, monkeypatch, "1.0.1", "1.1.0")
    back = differences(four, capsys, monkeypatch, "1.1.0", "1.0.1")
    assert {*forth} == {*back}
    for name, there in forth.items():
        again = back[name]["counts"]
        assert (there["counts"]["added"], there["counts"]["cells"]) == (
            again["removed"],
            again["cells"],
        )


def test_a_column_that_is_gone_is_named(four, capsys, monkeypatch) -> None:
    found = differences(four, capsys, monkeypatch, "1.1.0", "2.0.0")
    columns = found["permits"]["columns"]
    assert (columns["added"], columns["removed"]) == ([], ["note"])


def test_people_read_each_table_under_its_name(four, capsys, monkeypatch) -> None:
    _, out, _ = said(four, capsys, monkeypatch, "1.0.0", "1.0.1")
    assert out.startswith("--- 1.0.0 wells\n+++ 1.0.1 wells\n")
    assert "name_zh: " in out
    assert "\n\n--- 1.0.0 " in out


def test_a_release_does_not_differ_from_itself(four, capsys, monkeypatch) -> None:
    assert said(four, capsys, monkeypatch, "1.0.0", "1.0.0", "--exit-code") == (0, "", "")
    assert differences(four, capsys, monkeypatch, "1.0.0", "1.0.0") == {}


def test_the_exit_code_says_whether_releases_differ(four, capsys, monkeypatch) -> None:
    assert said(four, capsys, monkeypatch, "1.0.0", "1.0.1", "--exit-code")[0] == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("1.0.0", "9.9.9"), "no release 9.9.9; there are: 1.0.0, 1.0.1, 1.1.0, 2.0.0"),
        (("1.0.0", "data/permits.csv"), "1.0.0 is a whole package; compare it with another one"),
        (("1.0.0", "1.0.1", "--format", "csv"), "--format takes html, json, markdown, text"),
        (
            ("1.0.0", "1.0.1", "--key", "region", "--rename", "a=b"),
            "two packages are compared whole; leave out --key, --rename",
        ),
        (("1.0.0", "1.0.1", "--engine", "duckdb"), "leave out --engine"),
        (("1.0.0", "1.0.1", "--delimiter", ";"), "leave out --delimiter"),
    ],
)
def test_what_cannot_be_compared_is_refused(four, capsys, monkeypatch, words, reason) -> None:
    status, out, error = said(four, capsys, monkeypatch, *words)
    assert (status, out) == (2, "")
    assert reason in error


def test_it_reads_only_the_released_bytes(chained, capsys, monkeypatch) -> None:
    (chained / "data/permits.csv").write_text("")
    assert differences(chained, capsys, monkeypatch, "1.0.0", "1.0.1").keys() >= {"wells"}
    assert store.versions(chained) == ["1.0.0", "1.0.1", "1.1.0", "2.0.0"]
