"""An act is entered completely, shown and undone; or nothing has changed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import atomic
from revisioned.core.diagnostics import Finding
from revisioned.core.errors import PackageError, UsageError
from revisioned.derive.refresh import refresh
from revisioned.edit import act
from revisioned.edit.fit import MisfitError
from revisioned.validate.check import CheckFailedError, check
from tests.breaking import descriptor, text
from tests.forks import killed_after
from tests.list.conftest import copy_package
from tests.list.validate.places import OPEN

SOURCE = {
    "title": "[An invented report]",
    "level": "secondary",
    "lang": "en",
    "published_on": "2026-03-03",
    "captured_on": "2026-03-04",
    "url": "https://example.org/irena",
}
NOTICE = {
    "org_id": "irena",
    "step": "notified",
    "measure": "withdraw",
    "act_date": "2026-03-02",
    "actor": "United States",
    "source_id": "example-2026-03",
}
ENTRY = act.Entry(NOTICE, add=[("sources", SOURCE)])

Tried = tuple[str, atomic.Changes]


def state(root: Path) -> dict[str, bytes]:
    """Every file of the package that an act could touch."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for part in ("data", "docs", "checks")
        for path in sorted((root / part).rglob("*"))
        if path.is_file()
    } | {"datapackage.json": (root / "datapackage.json").read_bytes()}


def enter(root: Path, entry: act.Entry, folder: Path) -> str:
    folder.mkdir()
    name, changes = act.attempt(root, entry, folder)
    act.enter(root, name, changes)
    return name


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """The name of ENTRY and the files that it changes, computed once."""
    folder = tmp_path_factory.mktemp("tried")
    (folder / "try").mkdir()
    return act.attempt(copy_package(folder / "package"), ENTRY, folder / "try")


def records(root: Path, file: str) -> list[dict[str, str]]:
    with (root / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def faults(root: Path) -> list[Finding]:
    """The findings of a check, without those of the real package."""
    return [finding for finding in check(root).findings if finding.rule not in OPEN]


def test_act_changes_the_register_from_its_day_on(copy: Path, tried: Tried) -> None:
    act.enter(copy, *tried)

    (row,) = (r for r in records(copy, "data/register/2026-03-02.csv") if r["org_id"] == "irena")
    assert row["notified_on"] == "2026-03-02"
    assert row["notified_source_id"] == "example-2026-03"
    assert faults(copy) == []


def test_defaults_of_the_descriptor_fill_the_record(copy: Path, tried: Tried) -> None:
    name, changes = tried
    act.enter(copy, name, changes)

    (row,) = (r for r in records(copy, "data/acts.csv") if r["act_id"] == name)
    assert name == "irena-notified-2026-03-02"
    assert (row["act_date_precision"], row["basis"]) == ("day", "stated")


def test_other_records_keep_their_bytes(copy: Path, tried: Tried) -> None:
    before = (copy / "data/acts.csv").read_bytes().splitlines()

    act.enter(copy, *tried)

    after = (copy / "data/acts.csv").read_bytes().splitlines()
    assert [line for line in after if line not in before] == [
        line for line in after if line.startswith(b"irena-notified")
    ]
    assert set(before) <= set(after)


def test_undo_leaves_every_file_as_it_was(copy: Path, tried: Tried) -> None:
    before = state(copy)
    act.enter(copy, *tried)

    _, changes = act.undo(copy)
    atomic.commit(copy, changes)

    assert state(copy) == before


def test_acts_are_undone_one_by_one(copy: Path, tmp_path: Path, tried: Tried) -> None:
    act.enter(copy, *tried)
    between = state(copy)
    later = NOTICE | {"step": "took_effect", "act_date": "2026-03-03", "measure": ""}
    enter(copy, act.Entry(later), tmp_path / "two")

    atomic.commit(copy, act.undo(copy)[1])
    assert state(copy) == between
    assert act.undo(copy)[0] == "irena-notified-2026-03-02"


def test_act_found_late_changes_earlier_revisions(copy: Path, tmp_path: Path) -> None:
    found = NOTICE | {"act_date": "2026-01-20"}
    searched = {"org_id": "irena", "step": "notified", "result": "none_found"}
    entry = act.Entry(found, add=[("sources", SOURCE)], remove=[("coverage", searched)])

    enter(copy, entry, tmp_path / "try")

    (row,) = (r for r in records(copy, "data/register/2026-01-22.csv") if r["org_id"] == "irena")
    assert row["notified_on"] == "2026-01-20"


def test_new_body_comes_with_its_names_and_coverage(copy: Path, tmp_path: Path) -> None:
    new = NOTICE | {"org_id": "example-fund", "step": "announced"}
    searched = {"searched_until": "2026-03-04", "result": "none_found", "where": "A test"}
    entry = act.Entry(
        new,
        add=[
            ("sources", SOURCE),
            ("organizations", {"name_en": "Example Fund", "kind": "fund", "scope": "beside"}),
            ("names", {"lang": "en", "name": "Example Fund", "kind": "official"}),
            ("coverage", {"step": "notified", **searched}),
            ("coverage", {"step": "took_effect", **searched}),
        ],
    )

    enter(copy, entry, tmp_path / "try")

    assert faults(copy) == []
    (row,) = (r for r in records(copy, "data/withdrawals.csv") if r["org_id"] == "example-fund")
    assert row["status_en"] == (
        "announced on 2 March 2026; no formal notice found up to 4 March 2026"
    )


def test_act_that_check_refuses_changes_nothing(copy: Path, tmp_path: Path) -> None:
    before = state(copy)
    entry = act.Entry(NOTICE | {"act_date": "2026-03-05"}, add=[("sources", SOURCE)])
    folder = tmp_path / "try"
    folder.mkdir()

    with pytest.raises(CheckFailedError) as caught:
        act.attempt(copy, entry, folder)

    assert "2026-03-05 is after 2026-03-03" in str(caught.value)
    assert state(copy) == before


@pytest.mark.parametrize(
    ("cells", "misfit"),
    [
        ({"source_id": "nobody"}, "acts: source_id: 'nobody' is not in sources"),
        ({"step": "notice"}, "acts: step: 'notice' is not in steps; it is one of: announced, "),
        ({"org_id": "irina"}, "acts: org_id: 'irina' is not in organizations"),
        ({"actor": ""}, "acts: actor: empty, but required"),
        ({"measure": "withhold"}, "acts: measure: 'withhold' is not one of: withdraw, cease_"),
        (
            {"act_date": "2026-01"},
            "acts: act_date: '2026-01' is not a day, written as 2026-03-02. ",
        ),
        ({"act_date": "2026-02-30"}, "acts: act_date: '2026-02-30' is not a day"),
        ({"due_on": "..2026-12"}, "acts: due_on: '..2026-12' is not a day, written as 2026-03-02"),
    ],
)
def test_cells_that_do_not_fit_are_named_by_table_and_column(
    copy: Path, tmp_path: Path, cells: dict[str, str], misfit: str
) -> None:
    before = state(copy)
    entry = act.Entry(NOTICE | cells, add=[("sources", SOURCE | {"source_id": "example-2026-03"})])
    folder = tmp_path / "try"
    folder.mkdir()

    with pytest.raises(MisfitError) as caught:
        act.attempt(copy, entry, folder)

    assert [str(one)[: len(misfit)] for one in caught.value.misfits] == [misfit]
    assert state(copy) == before


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (act.Entry(NOTICE | {"when": "now"}), "acts has no column 'when'; it has: act_id, org_id"),
        (act.Entry(NOTICE, add=[("registry", {})]), "no table 'registry' to edit; there are: acts"),
        (act.Entry(NOTICE, add=[("register", {})]), "no table 'register' to edit"),
        (
            act.Entry(NOTICE, add=[("prints-2026-01-08-article", {})]),
            "no table 'prints-2026-01-08-article' to edit; there are: acts",
        ),
        (
            act.Entry(NOTICE, remove=[("coverage", {"org_id": "nobody"})]),
            "data/coverage.csv has no record with org_id=nobody",
        ),
    ],
)
def test_unknown_options_are_refused(
    copy: Path, tmp_path: Path, entry: act.Entry, message: str
) -> None:
    folder = tmp_path / "try"
    folder.mkdir()

    with pytest.raises(UsageError) as caught:
        act.attempt(copy, entry, folder)

    assert str(caught.value).startswith(message)


def test_undo_refuses_an_act_that_was_changed_since(copy: Path, tried: Tried) -> None:
    act.enter(copy, *tried)
    text("data/sources.csv", "An invented report", "A report")(copy)

    with pytest.raises(PackageError, match=r"data/sources\.csv was changed after"):
        act.undo(copy)


def test_undo_refuses_a_released_act(copy: Path, tried: Tried) -> None:
    act.enter(copy, *tried)
    descriptor(lambda document: document.update(version="9.9.9"))(copy)

    with pytest.raises(PackageError, match="irena-notified-2026-03-02 is released"):
        act.undo(copy)


def test_undo_without_an_act_says_so(copy: Path) -> None:
    with pytest.raises(PackageError, match="no act to undo"):
        act.undo(copy)


def test_steps_out_of_order_are_a_warning_that_an_exception_silences(
    copy: Path, tmp_path: Path
) -> None:
    early = NOTICE | {"act_date": "2026-01-06"}
    searched = ("coverage", {"org_id": "irena", "step": "notified"})
    enter(copy, act.Entry(early, [("sources", SOURCE)], [searched]), tmp_path / "try")

    report = check(copy)
    assert [found.severity for found in report.findings if found.rule not in OPEN] == ["warning"]
    assert report.passed
    (copy / "data/exceptions.csv").write_text(
        "rule,subject,reason\nstep-order,irena-notified-2026-01-06,A test\n"
    )
    refresh(copy)
    assert faults(copy) == []


def test_command_requires_a_complete_act(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)

    assert main(["act", "--org-id", "irena", "--add", "sources", "title"]) == 2
    assert capsys.readouterr().err == (
        "'title' is not NAME=VALUE, a column of sources and its cell\n"
    )


WORDS = [
    *("act", "--org-id", "irena", "--step", "notified", "--measure", "withdraw"),
    *("--actor", "United States", "--source-id", "example-2026-03"),
    *("--add", "sources", *(f"{name}={value}" for name, value in SOURCE.items())),
]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--act-date", "2026-01~"],
            "--act-date: '2026-01~' is not a day, written as 2026-03-02. Where only the month or "
            "the year is known, write the last day on which it can be, and month or year as "
            "act_date_precision\n",
        ),
        (
            ["--act-date", "2026-03-02", "--due-on", "2026-03-01"],
            "--due-on: '2026-03-01', act_date '2026-03-02': what is due lies on the day of the "
            "act or after it\nNothing was added.\n",
        ),
        (
            ["--act-date", "2026-03-02", "--add", "names", "lang=English", "name=A", "kind=short"],
            "--add names lang: 'English' does not have the form "
            "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$\n",
        ),
    ],
)
def test_command_names_the_option_that_was_given(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(copy)

    assert main([*WORDS, *words]) != 0
    assert capsys.readouterr().err == said


def test_command_shows_the_warnings_of_the_check(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    early = ["--act-date", "2026-01-06", "--remove", "coverage", "org_id=irena", "step=notified"]

    assert main([*WORDS, *early]) == 0
    assert "warning: notified on 2026-01-06 is before announced" in capsys.readouterr().err


def test_killed_while_entering_leaves_the_old_state_or_the_new(copy: Path, tried: Tried) -> None:
    before = state(copy)
    name, changes = tried
    after = {path: data for path, data in {**before, **changes}.items() if data is not None}
    wait = random.Random(66)
    states = []
    for _ in range(20):
        killed_after(wait.uniform(0, 0.02), lambda: act.enter(copy, name, changes))
        atomic.recover(copy)
        assert state(copy) in (before, after)
        states.append(state(copy) == after)
        atomic.commit(copy, {path: before.get(path) for path in changes})

    assert len(states) == 20
