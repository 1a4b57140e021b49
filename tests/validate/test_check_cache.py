"""The same bytes are checked only once by the same code; other bytes are checked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core import bounded, result_cache
from revisioned.validate import check_cache
from revisioned.validate.check import CheckFailedError, Report, check
from tests.breaking import text


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were checked."""
    found: list[Path] = []

    def checking(root: Path, **words: object) -> Report:
        found.append(root)
        return check(root, **words)

    monkeypatch.setattr(check_cache, "check", checking)
    return found


def test_second_check_of_the_same_bytes_says_the_same(wells: Path, checks: list[Path]) -> None:
    first = check_cache.report(wells)

    assert check_cache.report(wells) == first == check(wells)
    assert checks == [wells]


def test_copy_with_the_same_bytes_is_known(
    wells: Path, wells_copy: Path, checks: list[Path]
) -> None:
    check_cache.require(wells, is_fresh=False)

    check_cache.require(wells_copy, is_fresh=False)

    assert checks == [wells]


@pytest.mark.parametrize(
    "file", ["datapackage.json", "metadata.yml", "data/notes.csv", "checks/bodies.json"]
)
def test_other_bytes_are_checked(package: Path, checks: list[Path], file: str) -> None:
    check_cache.report(package)
    with (package / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")

    check_cache.report(package)

    assert len(checks) == 2


def test_what_fails_is_checked_each_time(wells_copy: Path, checks: list[Path]) -> None:
    text("data/permits.csv", "2021-02-01", "2021-13-01")(wells_copy)

    for _ in range(2):
        with pytest.raises(CheckFailedError, match="2021-13-01"):
            check_cache.require(wells_copy, is_fresh=False)

    assert len(checks) == 2


def test_cached_report_that_did_not_pass_is_ignored(
    wells: Path, cache: Path, checks: list[Path]
) -> None:
    check_cache.report(wells)
    (file,) = (cache / result_cache.NAME / check_cache.KIND).glob("*.json")
    file.write_text('{"findings": [], "files": 1}')

    assert check_cache.report(wells).files > 1
    assert len(checks) == 2


def test_package_cannot_say_of_itself_that_it_was_checked(
    wells_copy: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It contains the exact cache file that would say so, with the right key."""
    check_cache.report(wells_copy)
    (file,) = (cache / result_cache.NAME / check_cache.KIND).glob("*.json")
    passed = file.read_bytes()
    text("data/permits.csv", "2021-02-01", "2021-13-01")(wells_copy)
    key = check_cache._key(wells_copy)
    monkeypatch.setenv("XDG_CACHE_HOME", str(wells_copy / ".cache"))
    brought = wells_copy / f".cache/{result_cache.NAME}/{check_cache.KIND}/{key}.json"
    brought.parent.mkdir(parents=True)
    brought.write_bytes(passed)

    assert not check_cache.report(wells_copy).passed


def opened_by_check(root: Path) -> list[str]:
    """The files of the package that a check opens. Call it in a separate process, since an audit
    hook cannot be removed."""
    opened: set[str] = set()
    sys.addaudithook(lambda event, args: event == "open" and opened.add(str(args[0])))
    assert check(root).passed
    found = {root / name for name in opened if (root / name).is_relative_to(root)}
    return sorted(path.relative_to(root).as_posix() for path in found if path.is_file())


def test_check_reads_no_file_of_the_package_that_is_not_in_the_key(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that it opens in the folder is part of the hash."""
    monkeypatch.chdir(wells_copy)
    opened = bounded.run(lambda: opened_by_check(wells_copy), 0)
    assert {"datapackage.json", "metadata.yml", "data/papers.csv"} <= {*opened}

    for file in opened:
        before = check_cache._key(wells_copy)
        (wells_copy / file).write_bytes((wells_copy / file).read_bytes() + b"\n")
        assert check_cache._key(wells_copy) != before, file


def test_build_after_check_does_not_check_again(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wells_copy)
    assert main(["check"]) == 0

    def never(*_: object, **__: object) -> Report:
        raise AssertionError("checked again")

    monkeypatch.setattr(check_cache, "check", never)

    assert main(["build"]) == 0
