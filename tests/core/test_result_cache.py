"""Results are cached in the user's cache folder, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from revisioned.core import result_cache

KEY = "0" * 64


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two files."""
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "data/a.csv").write_text("id\n1\n")
    (folder / "datapackage.json").write_text("{}")
    return folder


def test_cached_result_is_found_again(cache: Path, root: Path) -> None:
    assert result_cache.load(root, "kind", KEY) is None

    result_cache.save(root, "kind", KEY, {"found": [1, "氣候"]})

    assert result_cache.load(root, "kind", KEY) == {"found": [1, "氣候"]}
    assert result_cache.load(root, "other", KEY) is None
    assert [path.relative_to(cache).as_posix() for path in cache.rglob("*.json")] == [
        f"revisioned/kind/{KEY}.json"
    ]
    assert {path.name for path in root.iterdir()} == {"data", "datapackage.json"}


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "data/a.csv").write_text("id\n2\n"),
        lambda root: (root / "data/a.csv").rename(root / "data/b.csv"),
        lambda root: (root / "data/c.csv").write_text(""),
        lambda root: (root / "datapackage.json").unlink(),
    ],
)
def test_other_bytes_have_another_key(root: Path, change) -> None:
    parts = ("datapackage.json", "data")
    before = result_cache.digest(root, parts)
    assert result_cache.digest(root, reversed(parts)) == before

    change(root)

    assert result_cache.digest(root, parts) != before


def test_other_code_has_another_key(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of the engine changed, or another package was updated."""
    engine, packages = tmp_path / "engine", tmp_path / "packages"
    (engine / "validate").mkdir(parents=True)
    (packages / "frictionless-5.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(result_cache, "ENGINE", engine)
    monkeypatch.syspath_prepend(str(packages))

    def key() -> str:
        result_cache._code.cache_clear()
        return result_cache.digest(root, ("data",))

    keys = [key()]
    (engine / "validate/check.py").write_text("# another rule\n")
    keys.append(key())
    (packages / "frictionless-5.0.dist-info").rename(packages / "frictionless-5.1.dist-info")
    keys.append(key())
    monkeypatch.undo()
    result_cache._code.cache_clear()

    assert len({*keys}) == 3


@pytest.mark.parametrize("place", ["package", "package/.cache", "package/build/cache"])
def test_folder_inside_of_the_package_is_not_trusted(
    tmp_path: Path, root: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An untrusted package could contain files with exactly these names."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / place))
    brought = tmp_path / place / "revisioned/kind"
    brought.mkdir(parents=True)
    (brought / f"{KEY}.json").write_text('"brought"')

    assert result_cache.load(root, "kind", KEY) is None
    result_cache.save(root, "kind", KEY, "made")

    assert (brought / f"{KEY}.json").read_text() == '"brought"'


def test_link_into_the_package_is_not_followed(cache: Path, root: Path) -> None:
    (root / "brought/kind").mkdir(parents=True)
    (root / f"brought/kind/{KEY}.json").write_text('"brought"')
    cache.mkdir()
    (cache / "revisioned").symlink_to(root / "brought")

    assert result_cache.load(root, "kind", KEY) is None


@pytest.mark.parametrize("place", ["revisioned", "revisioned/kind"])
@pytest.mark.parametrize("mode", [0o777, 0o702, 0o770, 0o720])
def test_folder_that_others_can_write_to_is_not_trusted(
    cache: Path, root: Path, place: str, mode: int
) -> None:
    """By everybody, or by a group."""
    result_cache.save(root, "kind", KEY, "made")
    assert result_cache.load(root, "kind", KEY) == "made"
    (cache / place).chmod(mode)

    assert result_cache.load(root, "kind", KEY) is None


def test_folder_of_another_user_is_not_trusted(
    root: Path, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    result_cache.save(root, "kind", KEY, "made")
    owner = cache.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)

    assert result_cache.load(root, "kind", KEY) is None


def test_folders_are_only_for_the_user(cache: Path, root: Path) -> None:
    before = os.umask(0)
    try:
        result_cache.save(root, "kind", KEY, "made")
    finally:
        os.umask(before)

    places = (cache, cache / "revisioned", cache / "revisioned/kind")
    assert [place.stat().st_mode & 0o777 for place in places] == [0o700] * 3
    assert result_cache.load(root, "kind", KEY) == "made"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_damaged_cache_file_is_ignored(cache: Path, root: Path, data: bytes) -> None:
    result_cache.save(root, "kind", KEY, "made")
    (cache / f"revisioned/kind/{KEY}.json").write_bytes(data)

    assert result_cache.load(root, "kind", KEY) is None


def test_without_write_access_nothing_is_cached(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    result_cache.save(root, "kind", KEY, "made")

    assert result_cache.load(root, "kind", KEY) is None


def test_oldest_go_when_there_are_many(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "MAX_FILES", 2)
    for age, key in enumerate("cab"):
        result_cache.save(root, "kind", key, key)
        os.utime(cache / f"revisioned/kind/{key}.json", (age, age))
    result_cache.save(root, "kind", "d", "d")

    assert {path.stem for path in cache.rglob("*.json")} == {"b", "d"}


@pytest.mark.usefixtures("cache")
def test_parts_that_passed_stay_cached_while_others_are_added(root: Path) -> None:
    for number in range(3):
        passed = result_cache.Passed(root, "a list")
        assert [part for part in "abc" if passed.knows(part)] == [*"abc"[:number]]
        # A part that is known counts as passed again.
        for part in "abc"[: number + 1]:
            passed.add(part)
        passed.keep()

    assert not result_cache.Passed(root, "another list").knows("a")


@pytest.mark.usefixtures("cache")
def test_oldest_parts_go_when_there_are_many(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_cache, "MAX_PARTS", 2)
    for part in "abcb":
        passed = result_cache.Passed(root, "a list")
        passed.add(part)
        passed.keep()

    assert [part for part in "abc" if result_cache.Passed(root, "a list").knows(part)] == ["b", "c"]
