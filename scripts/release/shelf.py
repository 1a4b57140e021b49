"""The releases as the site serves them: their files and zips, and a database for each.

build/releases/<version>/           the download, file by file, with its zip
build/databases/v1-0-0/v1-0-0.db    release 1.0.0 as SQLite, and beside it as spreadsheets and
                                    Parquet; conveniences, rebuilt at will: their rows are the
                                    release's, their bytes are not promised
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..build import database as build
from ..build import identity, parquet, spreadsheet
from ..core import atomic
from ..descriptor.load import load
from ..descriptor.model import Package
from . import archive, store
from .manifest import Manifest

FILES, DATABASES = "build/releases", "build/databases"


def folder(root: Path, version: str) -> Path:
    """Where the files of a release lie that are served."""
    return root / FILES / version


def database(root: Path, version: str) -> Path:
    """Where the database of a release stands; its name is that of its address."""
    name = database_name(version)
    return root / DATABASES / name / f"{name}.db"


def database_name(version: str) -> str:
    """The name of a release's database, and of its address on the site."""
    return "v" + version.replace(".", "-")


Stated = Callable[[Package, Manifest], identity.Stated]
"""What the database of a release says of itself beyond its descriptor."""


def fill(root: Path, stated: Stated = lambda *_: {}) -> list[str]:
    """Put every release on the shelf; returns the versions. Raises PackageError where the files of
    one are not what its manifest says."""
    versions = store.versions(root)
    beside = root / f"{FILES}.new"
    shutil.rmtree(beside, ignore_errors=True)
    for version in versions:
        manifest = store.manifest(root, version)
        tree = archive.of_release(root, manifest)
        store.unpack(tree, beside / version)
        (beside / version / manifest.archive).write_bytes(archive.zipped(tree))
        checksum = f"{manifest.archive}.sha256"
        (beside / version / checksum).write_bytes(archive.checksum(manifest, tree))
        if signature := atomic.read(root / store.signature_path(version)):
            (beside / version / store.SIGNATURE).write_bytes(signature)
    shutil.rmtree(root / FILES, ignore_errors=True)
    if versions:
        beside.rename(root / FILES)
    for version in versions:
        package, target = load(folder(root, version)), database(root, version)
        build.build(package, target, stated(package, store.manifest(root, version)))
        parquet.write(package, target.parent)
        spreadsheet.write(package, target.parent)
    return versions


def served(root: Path) -> list[str]:
    """The versions that are on the shelf, oldest first."""
    return [version for version in store.versions(root) if database(root, version).is_file()]


def latest(root: Path) -> str | None:
    """The newest version on the shelf that is not yanked, or None."""
    good = [version for version in served(root) if store.yanked(root, version) is None]
    return good[-1] if good else None
