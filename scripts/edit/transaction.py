"""A change to the package, tried on a copy: edited, derived, checked. What comes back are the
files that it changes, to be put in place in one step; the package itself is not touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..core import atomic
from ..core.diagnostics import Finding
from ..derive.refresh import refresh
from ..descriptor.load import load
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR
from ..validate import check_cache, suites_process
from ..validate.check import CheckFailedError
from ..validate.pages import METADATA

COPIED = (DESCRIPTOR, METADATA, "data", "checks", "docs", atomic.FORMS)


def attempt(
    root: Path,
    folder: Path,
    edit: Callable[[Package], None],
    warn: Callable[[Finding], None] | None = None,
) -> atomic.Changes:
    """The files that differ once `edit` has changed a copy of the package in `folder` and what
    follows from it is derived; `warn` gets each warning of the check. Raises what `edit` raises,
    and CheckFailedError for what a check would refuse."""
    with suites_process.begun() as suites:
        _copy(root, folder)
        edit(load(folder))
        _, faults = refresh(folder)
        report = check_cache.report(folder, is_fresh=not faults, suites=suites)
    if not report.passed:
        raise CheckFailedError(report)
    if warn:
        for finding in report.findings:
            warn(finding)
    return _changes(root, folder)


def _copy(root: Path, folder: Path) -> None:
    for part in COPIED:
        if (root / part).is_dir():
            shutil.copytree(root / part, folder / part)
        elif (root / part).exists():
            shutil.copy(root / part, folder / part)


def _changes(root: Path, folder: Path) -> dict[str, bytes | None]:
    """What differs between the package and its changed copy."""
    paths = {
        path.relative_to(base).as_posix()
        for base in (root, folder)
        for part in COPIED
        for path in [base / part, *(base / part).rglob("*")]
        if path.is_file()
    }
    return {
        path: atomic.read(folder / path)
        for path in sorted(paths)
        if atomic.read(folder / path) != atomic.read(root / path)
    }
