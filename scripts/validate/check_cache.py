"""A check that passed is not done again for the same bytes and the same code."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ..core import result_cache
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.load import load
from ..descriptor.parse import DESCRIPTOR
from . import suites_process
from .check import DATA, CheckFailedError, Report, check
from .expectations import CHECKS
from .pages import METADATA

KIND = "checked"


def report(
    root: Path, *, is_fresh: bool = False, suites: suites_process.Run | None = None
) -> Report:
    """The report of `check`, which takes the same arguments: the one with which the same bytes
    passed before, or a new one."""
    key = _key(root)
    if key and (found := _read(result_cache.load(root, KIND, key))):
        return found
    made = check(root, is_fresh=is_fresh, suites=suites)
    # A file may have been written meanwhile.
    if key and made.passed and not made.incomplete and _key(root) == key:
        result_cache.save(root, KIND, key, dataclasses.asdict(made))
    return made


def require(root: Path, *, is_fresh: bool) -> None:
    """Raise CheckFailedError unless the check passes; `is_fresh` as for `check`."""
    found = report(root, is_fresh=is_fresh)
    if not found.passed:
        raise CheckFailedError(found)


def _key(root: Path) -> str | None:
    """The hash of everything that a check reads; None where the descriptor cannot be used."""
    try:
        package = load(root)
    except InputError:
        return None
    named = {resource.path for resource in package.resources}
    schemas = {resource.schema_path for resource in package.resources if resource.schema_path}
    parts = {DESCRIPTOR, METADATA, DATA, CHECKS, *named, *schemas, *package.patterns}
    return result_cache.digest(root, parts)


def _read(document: object) -> Report | None:
    """The report that was kept; None where it cannot be read or did not pass."""
    try:
        fields = dict(document)  # type: ignore[call-overload]
        fields["findings"] = tuple(Finding(**finding) for finding in fields["findings"])
        found = Report(**fields)
        return found if found.passed else None
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
