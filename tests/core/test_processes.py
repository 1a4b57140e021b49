"""Work that is shared among processes. Each test starts a fresh Python, which has no other
thread."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="one processor",
)
PROGRAM = """
import os, sys, threading, time
import scripts
from revisioned.core import processes
def start():
    def work(number):
        time.sleep(0.03 * (number % 3))
        if number == 99:
            raise ValueError("ninety-nine")
        return number, os.getpid()
    return work
if "thread" in sys.argv:
    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
with processes.shared(start) as ask:
    found = [*ask(range(20)), *ask(range(20, 30))]
    print([number for number, _ in found] == [*range(30)])
    print(len({process for _, process in found} - {os.getpid()}))
    if "raises" in sys.argv:
        try:
            [*ask([1, 99, 2])]
        except ValueError as error:
            print(error)
    if "ends" in sys.argv:
        sys.stdout.flush()
        os._exit(0)
"""


def printed(*words: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    # A process left behind would hold the pipe open, and `run` would time out.
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=30
    ).stdout.split("\n")[:-1]


def test_answers_come_in_order_from_every_process() -> None:
    assert printed() == ["True", str(len(os.sched_getaffinity(0)))]


def test_one_process_does_it_all_if_a_fork_would_lack_a_thread() -> None:
    assert printed("thread") == ["True", "0"]


def test_error_in_a_child_is_raised_in_the_parent() -> None:
    assert printed("raises")[-1] == "ninety-nine"


def test_no_child_outlives_its_parent() -> None:
    assert printed("ends")[0] == "True"
