"""Derived files are written again when the data changes, and nothing else is."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.derive.changes import _record_id
from revisioned.derive.refresh import refresh
from tests.breaking import cell, record, without

PERMITS = "data/permits.csv"
NEW = {"permit_id": "p07", "region": "east", "number": "2", "stage": "applied"}


def rows(root: Path, file: str) -> list[dict[str, str]]:
    with (root / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def revisions(root: Path) -> list[str]:
    found = rows(root, "data/revisions.csv")
    return [row["revision"] for row in found if row["series"] == "status"]


def test_what_is_up_to_date_is_not_written(wells_copy: Path) -> None:
    assert refresh(wells_copy) == ([], ())


def test_a_record_changes_its_day_and_every_later_one(wells_copy: Path) -> None:
    cell(PERMITS, "p02", "given_on", "2020-03-03")(wells_copy)

    written, faults = refresh(wells_copy)

    assert faults == ()
    assert {path for path in written if path.startswith("data/status/")} == {
        "data/status/2020-03-02.csv",
        "data/status/2020-03-03.csv",
        "data/status/2021-02-01.csv",
        "data/status/2021-05-10.csv",
    }


def test_a_new_day_is_a_new_revision_and_goes_with_its_record(wells_copy: Path) -> None:
    before = revisions(wells_copy)
    record(PERMITS, **NEW, given_on="2022-01-01", paper_id="survey")(wells_copy)
    refresh(wells_copy)
    assert revisions(wells_copy) == [*before, "2022-01-01"]
    assert (wells_copy / "data/status/2022-01-01.csv").exists()

    without(PERMITS, "p07")(wells_copy)
    refresh(wells_copy)

    assert revisions(wells_copy) == before
    assert not (wells_copy / "data/status/2022-01-01.csv").exists()


def test_a_change_names_its_record_by_both_columns_and_its_source(wells_copy: Path) -> None:
    (changed,) = (
        row
        for row in rows(wells_copy, "data/changes.csv")
        if (row["new_revision"], row["field"]) == ("2021-05-10", "sealed_on")
    )

    assert (changed["region"], changed["number"]) == ("east", "1")
    assert (changed["old"], changed["new"]) == ("", "2021-05-10")
    assert (changed["kind"], changed["source_id"]) == ("update", "gazette-2021")


def test_changes_of_keys_that_read_alike_with_commas_between_have_their_own_ids(
    wells_copy: Path,
) -> None:
    for region, number in (("a", "b,c"), ("a,b", "c"), ("d", "e")):
        record("data/lists/2021-second.csv", region=region, number=number)(wells_copy)

    refresh(wells_copy)

    found = rows(wells_copy, "data/changes.csv")
    added = {row["change_id"]: row["number"] for row in found if row["region"] in ("a", "a,b", "d")}
    assert added == {
        'lists/2021-second/a,"b,c"/added': "b,c",
        'lists/2021-second/"a,b",c/added': "c",
        "lists/2021-second/d,e/added": "e",
    }


@pytest.mark.parametrize(
    ("key", "part"),
    [(("north", "1"), "north,1"), (("a,b",), "a,b"), (('"a"', "b"), '"a",b')],
)
def test_id_of_a_change_that_nothing_else_reads_like_has_no_quotes_of_its_own(
    key: Sequence[str], part: str
) -> None:
    assert _record_id(key) == part


def test_between_editions_a_change_is_of_wording(wells_copy: Path) -> None:
    kinds = {row["series"]: row["kind"] for row in rows(wells_copy, "data/changes.csv")}

    assert kinds == {"lists": "wording", "status": "update"}


def test_a_claim_is_computed_again(wells_copy: Path) -> None:
    def verdicts() -> dict[str, tuple[str, str]]:
        found = rows(wells_copy, "data/claim_results.csv")
        return {row["claim_id"]: (row["computed"], row["verdict"]) for row in found}

    assert verdicts() == {
        "all-wells": ("5", "agree"),
        "granted": ("2", "disagree"),
        "taste": ("", "not_computable"),
    }
    record(PERMITS, **NEW | {"stage": "granted"}, given_on="2022-01-01", paper_id="survey")(
        wells_copy
    )
    refresh(wells_copy)

    assert verdicts()["granted"] == ("3", "agree")


def test_hashes_in_the_descriptor_are_those_of_the_files(wells_copy: Path) -> None:
    import hashlib

    for item in json.loads((wells_copy / "datapackage.json").read_text())["resources"]:
        data = (wells_copy / item["path"]).read_bytes()
        assert item["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}", item["name"]
        assert item["bytes"] == len(data)


def test_the_dictionary_describes_every_column(wells_copy: Path) -> None:
    page = (wells_copy / "docs/data-dictionary.md").read_text(encoding="utf-8")

    assert "How deep it is, in metres." in page
    cell("data/wells.csv", "east,2", "depth", "121")(wells_copy)
    refresh(wells_copy)
    assert (wells_copy / "docs/data-dictionary.md").read_text(encoding="utf-8") == page


def test_check_says_what_is_stale_and_writes_nothing(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cell(PERMITS, "p06", "given_on", "2021-05-11")(wells_copy)
    before = {path: path.read_bytes() for path in wells_copy.rglob("*.csv")}
    monkeypatch.chdir(wells_copy)

    assert main(["refresh", "--check"]) == 1

    said = capsys.readouterr()
    assert "data/status/2021-05-11.csv" in said.out + said.err
    assert {path: path.read_bytes() for path in wells_copy.rglob("*.csv")} == before
