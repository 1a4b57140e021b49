"""The releases as the site serves them: their files and zips, and a database for each.

build/releases/<version>/           the download, file by file, with its zip
build/databases/v1-0-0/v1-0-0.db    release 1.0.0 as SQLite
build/databases/v1-0-0/             the same as spreadsheets and Parquet

The databases can be rebuilt at any time: their rows are those of the release, their bytes are not
promised.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..build import database as build
from ..build import identity, parquet, spreadsheet
from ..core import atomic, result_cache
from ..descriptor.load import load
from ..descriptor.model import Package
from . import archive, store
from .manifest import Manifest, digest

FILES, DATABASES = "build/releases", "build/databases"
KIND = "served"


def folder(root: Path, version: str) -> Path:
    """The folder from which the files of a release are served."""
    return root / FILES / version


def database(root: Path, version: str) -> Path:
    """The path of the database of a release; its name is that of its address."""
    name = database_name(version)
    return root / DATABASES / name / f"{name}.db"


def database_name(version: str) -> str:
    """The name of a release's database, and of its address on the site."""
    return "v" + version.replace(".", "-")


Stated = Callable[[Package, Manifest], identity.Stated]
"""What the database of a release says of itself beyond its descriptor."""


def fill(root: Path, stated: Stated = lambda *_: {}) -> list[str]:
    """Unpack and build every release; returns the versions. What the same code made earlier from
    the same release stays; a damaged file is made again. Raises PackageError where the files of a
    release do not match its manifest."""
    versions = store.versions(root)
    _clear(root / FILES, {*versions})
    _clear(root / DATABASES, {*map(database_name, versions)})
    for version in versions:
        key = result_cache.digest(
            root, (store.manifest_path(version), store.signature_path(version))
        )
        if result_cache.load(root, KIND, key) != _held(root, version):
            _make(root, version, stated)
            result_cache.save(root, KIND, key, _held(root, version))
    return versions


def _make(root: Path, version: str, stated: Stated) -> None:
    """The files of a release, then what is made from them; each is put in place when it is
    whole."""
    manifest = store.manifest(root, version)
    tree = archive.of_release(root, manifest)
    with _placed(folder(root, version)) as beside:
        store.unpack(tree, beside)
        (beside / manifest.archive).write_bytes(archive.zipped(tree))
        (beside / f"{manifest.archive}.sha256").write_bytes(archive.checksum(manifest, tree))
        if signature := atomic.read(root / store.signature_path(version)):
            (beside / store.SIGNATURE).write_bytes(signature)
    package, target = load(folder(root, version)), database(root, version)
    with _placed(target.parent) as beside:
        build.build(package, beside / target.name, stated(package, manifest))
        parquet.write(package, beside)
        spreadsheet.write(package, beside)


@contextmanager
def _placed(place: Path) -> Iterator[Path]:
    """A temporary folder, which replaces another at the end of the `with`."""
    beside = place.with_name(f".{place.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    yield beside
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)


def _held(root: Path, version: str) -> dict[str, str]:
    """The SHA-256 of each served file of a release, and of what is made of it."""
    held = {}
    for place in (folder(root, version), database(root, version).parent):
        # Path.rglob would take as long as all the hashes do.
        for top, _, names in os.walk(place):
            inside = Path(top).relative_to(root).as_posix()
            for name in names:
                held[f"{inside}/{name}"] = digest(atomic.read(Path(top, name)) or b"")
    return held


def _clear(place: Path, known: set[str]) -> None:
    """Remove folders that belong to no release."""
    for path in place.glob("*"):
        if path.name not in known:
            shutil.rmtree(path, ignore_errors=True)


def served(root: Path) -> list[str]:
    """The versions that are served, oldest first."""
    return [version for version in store.versions(root) if database(root, version).is_file()]


def latest(root: Path) -> str | None:
    """The newest version that is served and not yanked, or None."""
    newest_first = reversed(served(root))
    return next((name for name in newest_first if store.yanked(root, name) is None), None)
