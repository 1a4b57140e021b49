"""Which files a release holds: those that datapackage.json names, and what it lists as `released`:
files, and folders with all that is in them. Code is not part of it, except the SQL of the views and
one script that runs the queries again and needs nothing but the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..core.errors import PackageError
from ..database import views
from ..derive import rerun
from ..derive.rerun import VIEWS
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR

RERUN = Path(rerun.__file__)
MADE = (RERUN.name, VIEWS)


def files(package: Package) -> dict[str, bytes]:
    """The bytes of every file by its path in the release. Raises PackageError where one is missing,
    is a link or is executable: such a file would not be the same everywhere."""
    found = {path: _read(package.root, path) for path in sorted(_paths(package))}
    return {**found, RERUN.name: RERUN.read_bytes(), VIEWS: views.script(package)}


def _paths(package: Package) -> set[str]:
    paths = {DESCRIPTOR}
    for resource in package.resources:
        paths |= {resource.path, resource.schema_path or "", resource.view or ""}
    paths |= {view.path for view in package.views}
    paths |= {series.derived.query for series in package.series if series.derived}
    for listed in package.released:
        paths |= set(_inside(package.root, listed))
    return paths - {""}


def _inside(root: Path, listed: str) -> Iterator[str]:
    path = root / listed
    if not path.is_dir():
        yield listed
    for entry in path.rglob("*"):
        if not entry.is_dir() or entry.is_symlink():
            yield entry.relative_to(root).as_posix()


def _read(root: Path, path: str) -> bytes:
    file = root / path
    if file.is_symlink():
        raise PackageError(f"{path} is a link; a release holds plain files")
    try:
        if file.stat().st_mode & 0o111:
            raise PackageError(
                f"{path} is executable; a release has only plain files: chmod 644 {path}"
            )
        return file.read_bytes()
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror}, but it belongs to a release") from None
