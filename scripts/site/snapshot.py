"""The package as it was when the site began: all that one process shows is of one build.

What a build writes is put in place whole, and never written again, so a second name for it is
enough; what people edit is copied. A build that is made meanwhile is seen after a restart.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from ..contribute.forms import FOLDER as FORMS
from ..core.atomic import FOLDERS, LOCK
from ..descriptor.model import Package

BUILD = "build"
HELD = f"{BUILD}/.served"
# Each server holds the one in the folder that it serves from.
LOCKED = ".lock"


@contextmanager
def snapshot(package: Package) -> Iterator[Path]:
    """A folder with what the site reads of the package, while the `with` lasts. It is in build/,
    or among temporary files where nothing can be written there."""
    root = package.root
    held = root / HELD
    try:
        held.mkdir(parents=True, exist_ok=True)
        _remove_left(held)
        folder = Path(tempfile.mkdtemp(dir=held))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="served-"))
    with FileLock(folder / LOCKED):
        try:
            with _still(root):
                _fill(folder, package)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, package: Package) -> None:
    root = package.root
    parts = {path.name for path in root.iterdir() if path.is_file()} | {*FOLDERS}
    parts |= {Path(listed).parts[0] for listed in package.released} | {FORMS}
    for part in sorted(parts):
        source = root / part
        if source.is_dir():
            copy = _named_again if part == BUILD else shutil.copy2
            ignore = shutil.ignore_patterns(".*", "*.new")
            # A link stays a link, even if it is broken now; pipes are left out.
            with suppress(shutil.Error):
                shutil.copytree(
                    source, folder / part, symlinks=True, copy_function=copy, ignore=ignore
                )
        elif source.is_file():
            shutil.copy2(source, folder / part)


def _named_again(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the folder is on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def _still(root: Path) -> Iterator[None]:
    """While the `with` lasts, no command writes in the folder; it first waits for a command that is
    writing."""
    lock = FileLock(root / LOCK)
    # Where no lock can be written, nothing else can be written either.
    with suppress(OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _remove_left(held: Path) -> None:
    """Remove what killed processes have left."""
    for folder in held.iterdir():
        with suppress(OSError), FileLock(folder / LOCKED, timeout=0):
            shutil.rmtree(folder)
