"""The folder of an edition: written to a temporary folder, then swapped with the one before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...core.errors import UsageError
from .contents import FILE


def require(folder: Path) -> None:
    """Raise UsageError for a folder that holds anything but an edition of ours."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        document = json.loads((folder / FILE).read_bytes())
        is_ours = {"name", "newest", "releases"} <= document.keys()
    except (OSError, ValueError, AttributeError):
        is_ours = False
    if not is_ours:
        raise UsageError(
            f"{folder} is there and is not a static edition; name a new folder, or empty this one"
        )


@contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """A new folder to write in; at the end of the `with` it has the name, and the edition that had
    it before is gone. Where anything goes wrong, that one stays."""
    new, old = (folder.with_name(f".{folder.name}.{part}") for part in ("new", "old"))
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def tells_cases_apart(folder: Path) -> bool:
    """Whether files whose names differ by case alone are two."""
    probe = folder / ".case"
    probe.touch()
    found = not (folder / ".CASE").exists()
    probe.unlink()
    return found
