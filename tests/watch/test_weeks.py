"""Twelve weeks of six sources: what happened is proposed, and nothing else."""

from __future__ import annotations

from scripts.watch import capture, looks
from tests.watch.conftest import Watching
from tests.watch.host import DAYS, TRUE_CHANGES, WEEKS


def test_exactly_what_happened_is_proposed(watching: Watching) -> None:
    proposed: set[tuple[int, str]] = set()
    for week in range(1, WEEKS + 1):
        before = watching.proposed()
        watching.look(week)
        new = watching.proposed() - before
        proposed |= {(week, name) for name in new}
        if new:
            watching.accept(*new)
    assert proposed == TRUE_CHANGES


def test_what_nobody_accepts_stays_proposed_in_the_same_bytes(watching: Watching) -> None:
    kept = {}
    for week in range(1, WEEKS + 1):
        watching.look(week)
        for path in sorted(watching.proposals.glob("*")):
            assert kept.setdefault(path.name, path.read_bytes()) == path.read_bytes(), (week, path)
    assert watching.proposed() == {name for _, name in TRUE_CHANGES}


def test_hosts_that_fail_are_observed(watching: Watching) -> None:
    results: dict[str, list[str]] = {}
    for week in range(1, WEEKS + 1):
        for name, look in watching.look(week).items():
            results.setdefault(name, []).append(look.result)
        watching.accept(*watching.proposed())
    assert results["statement"] == [
        "first_look", "unreachable", *["unchanged"] * 4, *["gone"] * 3, *["disallowed"] * 3
    ]  # fmt: skip
    assert results["memorandum"] == [
        "first_look", "unchanged", "unreachable", "unchanged", *["moved"] * 8
    ]  # fmt: skip
    assert results["press"][4] == "unreachable"
    assert results["press"].count("changed") == 1
    assert results["fact-sheet"].count("changed") == 1


def test_a_page_that_is_gone_or_refused_proposes_nothing(watching: Watching) -> None:
    for week in range(1, WEEKS + 1):
        watching.look(week, "statement")
    assert not watching.proposed()


def test_every_capture_is_what_its_look_says(watching: Watching) -> None:
    for week in range(1, WEEKS + 1):
        watching.look(week)
    kept = {look.sha256 for look in looks.read(watching.log) if look.sha256}
    assert kept == {path.name.removesuffix(".warc.gz") for path in watching.captures.iterdir()}
    for sha256 in kept:
        assert capture.read(capture.place(watching.captures, sha256)).sha256 == sha256


def test_a_new_notice_that_falls_off_stays_proposed(watching: Watching) -> None:
    for week in (1, 9):
        watching.look(week, "press")
    watching.look(2, "press")
    assert "reversed" in (watching.proposals / "press.md").read_text()


def test_a_page_that_turns_back_is_proposed_no_more(watching: Watching) -> None:
    for week in (1, 6):
        watching.look(week, "member")
    assert watching.proposed() == {"member"}
    watching.look(2, "member")
    assert not watching.proposed()


def test_an_overwritten_address_is_called_so(watching: Watching) -> None:
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


def test_without_the_log_a_changed_page_is_proposed_whole(watching: Watching) -> None:
    watching.look(1, "member")
    watching.accept("member")
    watching.log.unlink()
    assert watching.look(6, "member")["member"].result == "changed"
    assert "is not kept here" in (watching.proposals / "member.md").read_text()
