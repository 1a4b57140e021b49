"""`watch` on the command line, as the workflow runs it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.commands import watch
from revisioned.core import atomic
from revisioned.watch import looks
from revisioned.watch.fetch import Fetcher
from tests.watch.conftest import Watching


@pytest.fixture
def here(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> Watching:
    """The package as the current folder, with requests that do not wait."""
    monkeypatch.chdir(watching.root)
    monkeypatch.setattr(watch, "Fetcher", partial(Fetcher, waits=(), pause=0))
    return watching


def test_each_look_is_printed_and_counted(
    here: Watching, capsys: pytest.CaptureFixture[str]
) -> None:
    here.host.week = 7
    assert main(["watch", "--on", "2026-04-13"]) == 0
    said = capsys.readouterr()
    assert "statement: gone: the host answers 404" in said.out
    assert "6 looked at: 4 first_look, 1 gone, 1 moved." in said.err
    assert "names no one whom the hosts of the pages can contact" in said.err
    assert {look.looked_on for look in looks.read(here.log)} == {"2026-04-13"}


def test_a_change_is_accepted_by_name(here: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    main(["watch", "member", "--on", "2026-03-02"])
    here.host.week = 6
    main(["watch", "member", "--on", "2026-04-06"])
    assert "New proposals are in build/proposals" in capsys.readouterr().err
    assert here.proposed() == {"member"}
    assert main(["watch", "accept", "member"]) == 0
    assert not here.proposed()
    main(["watch", "member", "--on", "2026-04-07"])
    assert "member: unchanged" in capsys.readouterr().out


def test_the_log_and_the_captures_may_be_in_other_folders(here: Watching, tmp_path: Path) -> None:
    log, captures = tmp_path / "elsewhere/looks.jsonl", tmp_path / "elsewhere/captures"
    main(["watch", "notices", "--log", str(log), "--captures", str(captures)])
    assert len(looks.read(log)) == 1
    assert len(list(captures.iterdir())) == 1
    assert not here.log.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["nothing"], "no watch 'nothing'"), (["accept"], "say which watches are accepted")],
)
@pytest.mark.usefixtures("here")
def test_wrong_arguments_are_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", *words]) == 2
    assert said in capsys.readouterr().err


def test_two_rounds_at_once_do_not_mix(here: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    here.log.parent.mkdir(parents=True)
    with atomic.lock(here.log.with_suffix(".lock")):
        assert main(["watch", "member"]) == 1
    assert "another command is writing" in capsys.readouterr().err


def test_watch_whose_name_is_a_path_removes_and_writes_nothing(
    here: Watching, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / "README.md").write_text("mine")
    table = here.root / "data/watches.csv"
    table.write_text(table.read_text().replace("statement,", "../../README,", 1))
    here.host.week = 7

    assert main(["watch", "--on", "2026-04-13"]) == 2

    said = "watch_id: names files; a name has letters, digits"
    assert said in capsys.readouterr().err
    assert (here.root / "README.md").read_text() == "mine"
