"""Two commands at once, interrupted anywhere, or with a wrong clock: the result is always one
consistent state."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.core import atomic
from revisioned.core.errors import PackageError
from revisioned.derive import refresh
from revisioned.descriptor.load import load
from tests.command import command, forked
from tests.conftest import ROOT
from tests.faults.conftest import run, state
from tests.forks import killed_after
from tests.history.conftest import Repo

KILLS = int(os.environ.get("KILLS", "4"))
"""How many times a command is killed; more often in `make prove`."""


def started(root: Path, code: str) -> subprocess.Popen[str]:
    """A process in the folder that has printed `ready`."""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


HOLDS = """
from pathlib import Path
import scripts
from revisioned.core import atomic
with atomic.lock(Path.cwd() / atomic.LOCK):
    print("ready", flush=True)
    input()
"""


@pytest.mark.parametrize(
    "words",
    [("build",), ("refresh",), ("act",), ("release", "1.0.0"), ("intake", "accept", "review.csv")],
    ids=" ".join,
)
def test_second_writer_is_refused_until_the_first_is_done(
    package: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    process = started(package, HOLDS.replace("input()", "import time; time.sleep(60)"))
    before = state(package)
    try:
        assert run(package, monkeypatch, *words) == 1
    finally:
        process.kill()
        process.communicate()

    assert capsys.readouterr().err == (
        "another command is writing in this folder; run this again when it has finished\n"
    )
    assert state(package) == before
    with atomic.lock(package / atomic.LOCK):
        pass  # the lock ended with the process


def test_reading_works_while_another_process_writes(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with atomic.lock(package / atomic.LOCK):
        assert run(package, monkeypatch, "history") == 0


def test_two_builds_at_once_leave_one_intact_database(package: Path) -> None:
    code = (
        "import sys, scripts; import revisioned.validate.check_cache as b\n"
        "b.require = lambda *_, **__: None\n"
        "from revisioned.cli import main\n"
        "print('ready', flush=True); sys.exit(main(['build']))"
    )
    together = [started(package, code) for _ in range(4)]
    codes = [process.wait(60) for process in together]
    for process in together:
        process.communicate()

    assert 0 in codes
    assert set(codes) <= {0, 1}
    with closing(sqlite3.connect(database.path(load(package)))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM acts").fetchone() == (3,)


def test_killed_refresh_leaves_one_consistent_state_after_recovery(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either nothing has changed, or the next command that writes completes the change: never a
    mixture."""
    path = package / "data/acts.csv"
    path.write_text(path.read_text(encoding="utf-8") + "a5,b,2026-04-01\n", encoding="utf-8")
    after = shutil.copytree(package, tmp_path / "after")
    assert run(after, monkeypatch, "refresh") == 0
    states = [state(package), state(after)]
    wait = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        root = shutil.copytree(package, tmp_path / "killed")
        killed += killed_after(wait.uniform(0, 0.1), partial(refresh.refresh, root))
        atomic.recover(root)
        for left_over in root.rglob(".*.new"):
            left_over.unlink()
        assert state(root) in states
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(root)
    assert killed


def test_store_of_a_killed_adopt_is_intact_and_can_be_continued(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        rows = "".join(f"{n},{number if n % 7 == number % 7 else 0}\n" for n in range(300))
        repo.commit(a="id,x\n" + rows)
    words = ("adopt", str(repo.folder), "a.csv", "--key", "id", "--format", "sqlite", "--output")
    monkeypatch.chdir(tmp_path)
    wait = random.Random(11)
    for _ in range(KILLS):
        killed_after(wait.uniform(0, 0.15), lambda: main([*words, "killed.db"]))
    for name in ("killed.db", "whole.db"):
        assert command(tmp_path, *words, name).returncode == 0

    assert rows_of(tmp_path / "killed.db") == rows_of(tmp_path / "whole.db")


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
            for (name,) in tables
        }


CLOCK = """
import datetime, sys, time
moment = float(sys.argv[1])
time.tzset()
time.time = lambda: moment
time.time_ns = lambda: int(moment * 1e9)
plain = time.localtime, time.gmtime
time.localtime = lambda at=moment: plain[0](at)
time.gmtime = lambda at=moment: plain[1](at)
from pathlib import Path
import scripts
from revisioned.build import database as build
from revisioned.descriptor import load as package
from revisioned.derive import refresh
from revisioned.build import spreadsheet
import sqlite_utils, xlsxwriter
first = datetime.datetime
class Any(type):
    __instancecheck__ = lambda cls, value: isinstance(value, first)
class Moved(datetime.datetime, metaclass=Any):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(moment, tz))
    utcnow = classmethod(lambda cls: cls.fromtimestamp(moment))
    today = classmethod(lambda cls: cls.fromtimestamp(moment))
for module in [*sys.modules.values()]:
    if getattr(module, "datetime", None) is first:
        module.datetime = Moved
refresh.refresh(Path.cwd())
build.build(package.load(Path.cwd()), build.path(package.load(Path.cwd())))
spreadsheet.write(package.load(Path.cwd()), Path("build"))
"""


def test_wrong_clock_changes_no_byte(package: Path, tmp_path: Path) -> None:
    states = []
    for number, (moment, zone) in enumerate(
        [(0, "UTC"), (4_000_000_000, "Asia/Hong_Kong"), (1_700_000_000, "America/New_York")]
    ):
        root = shutil.copytree(package, tmp_path / f"at{number}")
        path = root / "data/acts.csv"
        path.write_text(path.read_text(encoding="utf-8") + "a5,b,2026-04-01\n", encoding="utf-8")
        # In a process, since the changed clock must not stay.
        done = forked(root, lambda: exec(CLOCK, {}), "clock", str(moment), environment={"TZ": zone})
        assert done.returncode == 0, done.stderr
        states.append(state(root))

    assert states[0] == states[1] == states[2]
    assert any(path.endswith(".db") for path in states[0])
    assert any(path.endswith(".xlsx") for path in states[0])


def test_change_with_an_incomplete_journal_has_changed_nothing(package: Path) -> None:
    before = state(package)
    journal = package / atomic.JOURNAL
    journal.parent.mkdir(exist_ok=True)
    journal.write_bytes(b'{"data/acts.csv": "aW')

    with pytest.raises(PackageError, match="remove the file"):
        atomic.recover(package)

    journal.unlink()
    assert state(package) == before
