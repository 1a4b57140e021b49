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
    """Raise UsageError for a folder that holds anything else than one of our editions."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        document = json.loads((folder / FILE).read_bytes())
        is_ours = {"name", "newest", "releases"} <= document.keys()
    except (OSError, ValueError, AttributeError):
        is_ours = False
    if not is_ours:
        raise UsageError(
            f"{folder} exists and is not a static edition; name a new folder, or empty this one"
        )


@contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """A new folder to write in. At the end of the `with` it takes the name of the earlier edition,
    which is removed; if anything goes wrong, the earlier edition stays."""
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
    """Whether two names that differ only in case are two files."""
    probe = folder / ".case"
    probe.touch()
    found = not (folder / ".CASE").exists()
    probe.unlink()
    return found
