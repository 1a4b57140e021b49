"""A run that is killed at any write leaves no partial file, and the next run ends as if nothing had
happened."""

from __future__ import annotations

import os

import pytest

from revisioned.watch import capture, looks
from tests.watch.conftest import Watching

NAMES = ("fact-sheet", "member")


def state(watching: Watching) -> dict[str, bytes]:
    """The files that a round writes, by path: the log, captures, proposals."""
    folders = (watching.captures, watching.proposals, watching.log.parent)
    return {
        path.relative_to(watching.root).as_posix(): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def killed(watching: Watching, at: int) -> bool:
    """Run a round in a process that exits at its write number `at`; whether it made that many
    writes."""
    child = os.fork()
    if child == 0:
        count = 0
        synced = os.fsync

        def fsync(file: int) -> None:
            nonlocal count
            count += 1
            if count == at:
                os._exit(9)
            synced(file)

        os.fsync = fsync
        try:
            watching.look(8, *NAMES)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_killed_run_is_completed_by_the_next_one(
    watching: Watching,
) -> None:
    watching.look(1, *NAMES)
    before = state(watching)
    watching.look(8, *NAMES)
    after = state(watching)
    writes = 0
    for at in range(1, 40):
        for path in state(watching):
            (watching.root / path).unlink()
        for path, data in before.items():
            (watching.root / path).write_bytes(data)
        if not killed(watching, at):
            break
        writes = at
        for look in looks.read(watching.log):
            assert capture.find(watching.captures, look.sha256), at
        for summary in watching.proposed():
            assert list(watching.proposals.glob(f"{summary}.*")), at
        watching.look(8, *NAMES)
        ended = {path: data for path, data in state(watching).items() if "looks" not in path}
        assert ended == {path: data for path, data in after.items() if "looks" not in path}, at
        assert looks.newest(looks.read(watching.log)).keys() == {*NAMES}
    assert writes >= 8
