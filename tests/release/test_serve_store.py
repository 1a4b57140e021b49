"""What the site serves of a release is made once, and again if it was damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revisioned.commands.build import build
from revisioned.core.errors import PackageError
from revisioned.derive import refresh
from revisioned.release import archive, serve_store, store, verify_store
from revisioned.validate.check import check
from tests.breaking import descriptor
from tests.release.conftest import FIRST, release, unreleased_copy

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def served(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package released once, with its release ready to serve; do not change it."""
    root = shutil.copytree(once, tmp_path_factory.mktemp("served") / "package")
    serve_store.fill(root)
    return root


@pytest.fixture
def copy(served: Path, tmp_path: Path) -> Path:
    """A copy of the served package, which a test may damage."""
    return shutil.copytree(served, tmp_path / "copy")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records the versions that are made."""
    found: list[str] = []
    make = serve_store._make

    def making(root: Path, version: str, stated: serve_store.Stated) -> None:
        found.append(version)
        make(root, version, stated)

    monkeypatch.setattr(serve_store, "_make", making)
    return found


def files(root: Path) -> dict[str, bytes]:
    """Every file that is served."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for place in (root / serve_store.FILES, root / serve_store.DATABASES)
        for path in place.rglob("*")
        if path.is_file()
    }


def test_release_is_made_once(copy: Path, made: list[str]) -> None:
    serve_store.fill(copy)

    assert made == []


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _database(root: Path) -> Path:
    return serve_store.database(root, FIRST)


def _zip(root: Path) -> Path:
    return serve_store.folder(root, FIRST) / store.manifest(root, FIRST).archive


DAMAGES: dict[str, Damage] = {
    "a bit of the database is another": lambda root: _flip(_database(root)),
    "the database is gone": lambda root: _database(root).unlink(),
    "a spreadsheet is gone": lambda root: next(_database(root).parent.glob("*.xlsx")).unlink(),
    "a bit of the zip is another": lambda root: _flip(_zip(root)),
    "a file is a link to nowhere": lambda root: (
        (serve_store.folder(root, FIRST) / "data/wells.csv").unlink(),
        (serve_store.folder(root, FIRST) / "data/wells.csv").symlink_to("nowhere"),
    ),
    "there is a file more": lambda root: (serve_store.folder(root, FIRST) / "data/x.csv").touch(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_release_is_made_again(
    served: Path, copy: Path, made: list[str], damage: Damage
) -> None:
    damage(copy)

    serve_store.fill(copy)

    assert made == [FIRST]
    assert files(copy) == files(served)


def test_intact_releases_are_not_verified_again(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify_store.findings(copy) == ()
    monkeypatch.setattr(verify_store, "stored", lambda *_: pytest.fail("verified again"))

    verify_store.require(copy)


RELEASED: dict[str, Damage] = {
    "an object is another": lambda root: _flip(next((root / store.OBJECTS).iterdir())),
    "an object is gone": lambda root: next((root / store.OBJECTS).iterdir()).unlink(),
    "there is a file more": lambda root: (root / store.FOLDER / FIRST / "x").touch(),
    "there is a link to nowhere": lambda root: (root / store.FOLDER / FIRST / "x").symlink_to(
        "nowhere"
    ),
}


@pytest.mark.parametrize("damage", RELEASED.values(), ids=RELEASED)
def test_damage_after_verification_is_found(copy: Path, damage: Damage) -> None:
    verify_store.require(copy)
    damage(copy)

    with pytest.raises(PackageError, match="An earlier release is damaged"):
        verify_store.require(copy)


def _default(said: str) -> Callable[[dict[str, Any]], None]:
    """The default of a field of the permits."""

    def edit(document: dict[str, Any]) -> None:
        (permits,) = (item for item in document["resources"] if item["name"] == "permits")
        permits["schema"]["fields"][-1]["default"] = said

    return edit


@pytest.mark.parametrize(
    ("refused", "mended", "said"),
    [
        (
            lambda document: document.update(database="data"),
            lambda document: document.update(database="wells"),
            "the database 'data' has an address that the site needs",
        ),
        (_default("see {nope}"), _default("see {stage}"), "names 'nope', which is not a field"),
    ],
)
def test_package_is_built_though_a_release_has_what_check_refuses(
    tmp_path: Path,
    refused: Callable[[dict[str, Any]], None],
    mended: Callable[[dict[str, Any]], None],
    said: str,
) -> None:
    root = unreleased_copy(tmp_path / "package")
    descriptor(refused)(root)
    release(root, FIRST)
    with pytest.raises(PackageError, match=said):
        build(root)
    descriptor(mended)(root)
    refresh.refresh(root)

    build(root)

    assert serve_store.served(root) == [FIRST]
    with archive.unpacked(root, FIRST) as (held, _):
        assert held.descriptor["version"] == FIRST


def test_printings_may_have_no_folder(tmp_path: Path) -> None:
    root = unreleased_copy(tmp_path / "package")
    descriptor(lambda document: document["series"][0].update(intake={}))(root)
    refresh.refresh(root)
    release(root, FIRST)

    assert check(root).passed
    assert serve_store.fill(root) == [FIRST]
