"""Twelve weeks of six sources: the real changes are proposed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from revisioned.watch import capture, looks
from tests.watch import host
from tests.watch.conftest import Watching, make
from tests.watch.host import DAYS, TRUE_CHANGES, WEEKS


@dataclass
class Weeks:
    """The results of twelve weeks by watch, and in which week each proposal came."""

    watching: Watching
    results: dict[str, list[str]]
    proposed: set[tuple[int, str]]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    """Run twelve weeks, and accept each proposal in its week."""
    with host.serve() as served:
        watching = make(tmp_path_factory.mktemp("weeks"), served)
        results: dict[str, list[str]] = {}
        proposed: set[tuple[int, str]] = set()
        for week in range(1, WEEKS + 1):
            before = watching.proposed()
            for name, look in watching.look(week).items():
                results.setdefault(name, []).append(look.result)
            new = watching.proposed() - before
            proposed |= {(week, name) for name in new}
            if new:
                watching.accept(*new)
        yield Weeks(watching, results, proposed)


def test_exactly_what_happened_is_proposed(weeks: Weeks) -> None:
    assert weeks.proposed == TRUE_CHANGES


def test_hosts_that_fail_are_observed(weeks: Weeks) -> None:
    assert weeks.results["statement"] == [
        "first_look", "unreachable", *["unchanged"] * 4, *["gone"] * 3, *["disallowed"] * 3
    ]  # fmt: skip
    assert weeks.results["memorandum"] == [
        "first_look", "unchanged", "unreachable", "unchanged", *["moved"] * 8
    ]  # fmt: skip
    assert weeks.results["press"][4] == "unreachable"


def test_every_capture_is_what_its_look_says(weeks: Weeks) -> None:
    watching = weeks.watching
    kept = {look.sha256 for look in looks.read(watching.log) if look.sha256}
    assert kept == {path.name.removesuffix(".warc.gz") for path in watching.captures.iterdir()}
    for sha256 in kept:
        assert capture.read(capture.place(watching.captures, sha256)).sha256 == sha256


def test_unaccepted_change_stays_proposed_in_the_same_bytes(watching: Watching) -> None:
    kept: dict[str, bytes] = {}
    for week in (1, 8, 9, 10, 12):
        watching.look(week, "fact-sheet", "notices", "press")
        for path in sorted(watching.proposals.glob("*")):
            assert kept.setdefault(path.name, path.read_bytes()) == path.read_bytes(), week
    assert watching.proposed() == {"fact-sheet", "notices", "press"}


def test_a_new_notice_that_disappears_stays_proposed(watching: Watching) -> None:
    for week in (1, 9):
        watching.look(week, "press")
    watching.look(2, "press")
    assert "reversed" in (watching.proposals / "press.md").read_text()


def test_a_page_that_changes_back_is_no_longer_proposed(watching: Watching) -> None:
    for week in (1, 6):
        watching.look(week, "member")
    assert watching.proposed() == {"member"}
    watching.look(2, "member")
    assert not watching.proposed()


def test_an_overwritten_address_is_reported_as_such(watching: Watching) -> None:
    for week in (1, 8):
        watching.look(week, "fact-sheet")
    summary = (watching.proposals / "fact-sheet.md").read_text()
    assert "the address was overwritten" in summary
    assert f"| first seen so | {DAYS[7]} |" in summary


def test_without_the_log_an_accepted_page_is_unchanged(watching: Watching) -> None:
    watching.look(1, "member")
    watching.accept("member")
    watching.log.unlink()
    assert watching.look(2, "member")["member"].result == "unchanged"


def test_without_the_log_a_changed_page_is_proposed_in_full(watching: Watching) -> None:
    watching.look(1, "member")
    watching.accept("member")
    watching.log.unlink()
    assert watching.look(6, "member")["member"].result == "changed"
    assert "is not kept here" in (watching.proposals / "member.md").read_text()
