"""Which engine a comparison chooses, and that a fast one is really used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from revisioned.diff import compare
from revisioned.diff.compare import Options
from revisioned.diff.compare import compare as compared
from revisioned.diff.engines import csv_blocks, duckdb, fast_path, sqlite
from revisioned.diff.source import Source
from tests.diff.conftest import File

LINES = [f'{number:06},"a, b",é\n' for number in range(3000)]
HEADER = "id,x,y\n"


@pytest.fixture(autouse=True)
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The engines that ran, in order."""
    ran: list[str] = []
    for module, name in ((sqlite, "unique_rows"), (sqlite, "exact"), (duckdb, "compared")):
        engine = getattr(module, name)

        def noted(*args: object, engine=engine, name=name):
            ran.append(name)
            return engine(*args)

        monkeypatch.setattr(module, name, noted)
    return ran


def run(old: Source, new: Source) -> int:
    return len(list(compared(old, new, Options(("id",))).events))


def test_few_differences_take_the_fast_path(file: File, ways: list[str]) -> None:
    old = file("a.csv", HEADER + "".join(LINES))
    new = file("b.csv", HEADER + "".join(LINES[:9] + LINES[10:]) + "new,,\n")

    assert run(old, new) == 2
    assert ways == ["unique_rows"]


@pytest.mark.parametrize("text", ["\n", '"\n"', '""""\r\n', "x\r\n"], ids=repr)
def test_line_ends_and_quotes_do_not_matter_to_the_fast_path(
    file: File, ways: list[str], text: str
) -> None:
    end = "\r\n" if text.endswith("\r\n") else "\n"
    lines = [f"{number:06},{text.strip()},{end}" for number in range(3000)]
    old, new = (
        file(name, f"id,x,y{end}" + "".join(some))
        for name, some in (("a.csv", lines), ("b.csv", lines[1:]))
    )

    assert run(old, new) == 1
    assert ways == ["unique_rows"]


def test_many_differences_go_to_duckdb(
    file: File, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "SMALL_BYTES", 1000)
    old = file("a.csv", HEADER + "".join(LINES))
    new = file("b.csv", HEADER + "".join(LINES[::-1]))

    assert run(old, new) == 0
    assert ways == ["compared"]


def test_other_columns_go_to_duckdb(
    file: File, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "SMALL_BYTES", 1000)
    old = file("a.csv", HEADER + "".join(LINES))
    new = file("b.csv", "id,x\n" + "".join(line.rpartition(",")[0] + "\n" for line in LINES))

    assert run(old, new) == len(LINES)
    assert ways == ["compared"]


def test_what_duckdb_cannot_vouch_for_is_read_exactly(
    file: File, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "SMALL_BYTES", 1000)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 1000)
    old = file("a.csv", HEADER + "".join(LINES))
    new = file("b.csv", HEADER + "".join(LINES[::-1]) + "\n")

    assert run(old, new) == 0
    assert ways == ["compared", "exact"]


def test_large_files_that_begin_with_other_keys_skip_the_fast_path(
    file: File, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "SMALL_BYTES", 1000)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(fast_path, "drop_equal", None)
    old = file("a.csv", HEADER + "".join(LINES))
    new = file("b.csv", HEADER + "".join(LINES[::-1]))

    assert run(old, new) == 0
    assert ways == ["compared"]


def test_unsorted_keys_take_the_fast_path_too(file: File, ways: list[str]) -> None:
    lines = [f"{number * 7 % 3001},{number}\n" for number in range(3000)]
    old = file("a.csv", "id,x\n" + "".join(lines))
    new = file("b.csv", "id,x\n" + "".join(lines[:50] + lines[51:]) + "new,\n")

    assert run(old, new) == 2
    assert ways == ["unique_rows"]


def test_a_key_in_other_columns_takes_the_fast_path_too(file: File, ways: list[str]) -> None:
    lines = [f'{number},"x",{number}\n' for number in range(3000)]
    old, new = (
        file("a.csv", "x,y,id\n" + "".join(lines)),
        file("b.csv", "x,y,id\n" + "".join(lines[1:])),
    )

    assert run(old, new) == 1
    assert ways == ["unique_rows"]


def test_progress_is_reported_up_to_the_end(file: File) -> None:
    old = file("a.csv", HEADER + "".join(LINES))
    shares: list[float] = []

    list(compared(old, old, Options(("id",)), shares.append).events)

    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1
