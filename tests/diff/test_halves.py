"""The fast path in two processes. Each test starts a fresh Python, which has no other thread."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from revisioned.diff.source import Source
from tests.diff.conftest import File

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="one processor",
)
# Prints the number of records left and whether all keys are distinct, or that it is unsure; then
# whether the first process read only its half.
PROGRAM = """
import sys
import scripts
from revisioned.diff.engines import two_processes as halves, fast_path as lockstep
from revisioned.diff.engines.csv_blocks import Form
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
ends = []
drop_equal = lockstep.drop_equal
def noted(old, *rest):
    ends.append(type(old).__name__)
    return drop_equal(old, *rest)
lockstep.drop_equal = noted
with open(sys.argv[1], "rb") as old, open(sys.argv[2], "rb") as new:
    old.readline(), new.readline()
    form = Form(2, (0,), False)
    try:
        left = halves.drop_equal(old, new, form, lambda read: 10**9, lambda read: None)
        print(len(left.old), len(left.new), left.keys.unique(set()), *ends)
    except FastPathUnsupportedError:
        print("unsure", *ends)
"""


def printed(old: Source, new: Source) -> str:
    words = [sys.executable, "-c", PROGRAM, old.name, new.name]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def lines(count: int) -> list[str]:
    return ["id,x\n"] + [f"{number:06},x\n" for number in range(count)]


def test_equal_records_are_dropped_in_both_halves(file: File) -> None:
    some = lines(1000)
    old, new = (
        file("a.csv", "".join(some)),
        file("b.csv", "".join(some[:9] + some[11:990] + ["z,\n"])),
    )

    assert printed(old, new) == "13 1 True Until"


def test_a_key_that_occurs_once_in_each_half_is_found(file: File) -> None:
    some = lines(1000)
    old = file("a.csv", "".join([*some, "000007,y\n"]))

    assert printed(old, old) == "0 0 False Until"


def test_files_without_a_common_middle_are_read_by_one_process(file: File) -> None:
    some = lines(10)
    old, new = file("a.csv", "".join(some)), file("b.csv", "".join(some).replace("x\n", "y\n"))

    assert printed(old, new) == "10 10 True BufferedReader"


def test_a_cut_inside_a_cell_is_moved_back(file: File) -> None:
    old = file("a.csv", 'id,x\na,x\nb,"' + "line\n" * 1000 + '"\n')

    assert printed(old, old).endswith("Until BufferedReader")


def test_a_fault_in_the_second_half_is_a_doubt(file: File) -> None:
    some = lines(1000)
    old = file("a.csv", "".join([*some, "ragged\n"]))

    assert printed(old, old) == "unsure Until BufferedReader"
