"""Somebody enters true facts that are old, unusual or half known: no false status is published. The
cases are T1 to T7 of a review of other registers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from revisioned.cli import main

UNESCO = ["act", "--org-id", "unesco", "--measure", "withdraw", "--actor", "United States"]
FRENCH = [*UNESCO, "--source-id", "reuters-unesco-2025-07-23"]


def status(root: Path, org_id: str) -> str:
    with (root / "data/withdrawals.csv").open(encoding="utf-8", newline="") as lines:
        return next(row["status_en"] for row in csv.DictReader(lines) if row["org_id"] == org_id)


@pytest.fixture
def said(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """Enter an act in a copy; returns standard error and the exit code."""
    monkeypatch.chdir(copy)

    def enter(*words: str) -> tuple[int, str]:
        try:
            code = main([*words])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, capsys.readouterr().err

    return enter


def test_exit_of_unesco_of_2018_is_refused_with_its_right_place(copy: Path, said) -> None:
    before = status(copy, "unesco")
    exit_of_2018 = ("--step", "took_effect", "--act-date", "2018-12-31", "--meaning", "leave")

    code, error = said(*FRENCH, *exit_of_2018)

    assert code == 1
    assert "--act-date: 2018-12-31 is before 2025-01-20" in error
    assert "data/memberships.csv" in error
    assert status(copy, "unesco") == before


def test_notice_to_the_who_of_2020_is_refused(copy: Path, said) -> None:
    before = status(copy, "who")

    code, error = said(
        *("act", "--org-id", "who", "--step", "notified", "--measure", "withdraw"),
        *("--act-date", "2020-07-06", "--due-on", "2021-07-06", "--actor", "United States"),
        *("--source-id", "ajil-who-2020"),
    )

    assert code == 1
    assert "--act-date: 2020-07-06 is before 2025-01-20" in error
    assert status(copy, "who") == before


@pytest.mark.parametrize("day", ["2026-01", "2026-01~", "2026?", "..2026-01-12"])
def test_day_in_another_form_is_refused_under_its_option(said, day: str) -> None:
    code, error = said(*FRENCH, "--step", "notified", "--act-date", day)

    assert code == 2
    assert error.startswith(f"--act-date: '{day}' is not a day, written as 2026-03-02")


def test_return_is_a_step_and_shown_as_one(copy: Path, said) -> None:
    words = ["act", "--org-id", "who", "--actor", "United States", "--act-date", "2026-02-01"]
    source = ["title=[Invented]", "level=secondary", "lang=en", "captured_on=2026-03-01"]

    code, error = said(
        *words,
        *("--step", "rejoined", "--source-id", "example-return", "--add", "sources", *source),
    )

    assert (code, error) == (0, "")
    assert status(copy, "who").startswith("rejoined on 1 February 2026")


def test_return_without_an_exit_is_refused(said) -> None:
    code, error = said(
        *("act", "--org-id", "irena", "--actor", "United States", "--step", "rejoined"),
        *("--act-date", "2026-01-08", "--source-id", "antara-2026-01"),
    )

    assert code == 1
    assert (
        "--step: irena-rejoined-2026-01-08 is a return, but no exit had taken effect by that day"
        in error
    )


def test_measure_that_nobody_knows_is_refused_with_the_known_ones(copy: Path, said) -> None:
    before = status(copy, "unesco")

    code, error = said(*FRENCH, "--step", "announced", "--measure", "withhold_assessed")

    assert code == 2
    assert "--measure" in error
    assert "withdraw" in error
    assert "cease_funding" in error
    assert status(copy, "unesco") == before
