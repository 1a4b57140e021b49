"""`refresh --sort` sorts files that were edited by hand by their keys again."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.derive.key_order import sort
from revisioned.descriptor.load import load
from tests.hostile import small


@pytest.fixture
def package(package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(package)
    return package


def test_sorted_files_are_not_written(good: Path) -> None:
    assert sort(load(good)) == {}


def test_records_are_sorted_by_key_and_derived_files_follow(package: Path) -> None:
    before = (package / small.ACTS).read_text(encoding="utf-8")
    header, *records = before.splitlines(keepends=True)
    (package / small.ACTS).write_text("".join([header, *reversed(records)]), encoding="utf-8")

    assert main(["refresh", "--sort"]) == 0
    assert (package / small.ACTS).read_text(encoding="utf-8") == before


def test_file_that_cannot_be_read_is_left_for_check(package: Path) -> None:
    (package / small.ACTS).write_text('id,body,day\n"a1,a,2026-01-01\n', encoding="utf-8")

    assert sort(load(package)) == {}


@pytest.mark.usefixtures("package")
def test_sort_and_check_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "--sort", "--check"]) == 2
    assert "use one of them" in capsys.readouterr().err
