"""Change-tracking data packages: compare tables, and check, build and verify packages of them.

    import revisioned

    diff = revisioned.compare("old.csv", "new.csv", key=["id"])
    for event in diff.events: ...

`__all__` is the stable API. Each function imports what it needs when it is called: comparing two
small files loads no heavy library. The errors that they raise are in `revisioned.core.errors`.

The folder is called scripts/. Importing it in a clone, where nothing is installed, makes it
`revisioned`: no file is loaded by both names.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .core.csv_table import Table
    from .descriptor.model import Package
    from .diff.model import Diff
    from .history.walk import CommitDiff
    from .release.verify import Verdict
    from .validate.check import Report

__all__ = ["adopt", "apply", "build_database", "check", "compare", "load", "verify"]

AnyPath = str | PathLike[str]


def compare(
    old: AnyPath,
    new: AnyPath,
    key: Sequence[str],
    *,
    only: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rename: Sequence[tuple[str, str]] = (),
    delimiter: str = "",
) -> Diff:
    """Compare two tables, matching records by `key`. `only` and `ignore` choose the other columns;
    `rename` adds (old, new) pairs to those found automatically. docs/compare.md lists the formats.
    Raises InputError for a file that cannot be compared exactly, UsageError for an unknown column.
    """
    from .diff import compare as diff
    from .diff.readers import Asked
    from .diff.source import find

    with ExitStack() as stack:
        before, after = (find(str(path), stack, Asked(key, delimiter)) for path in (old, new))
        return diff.compare(before, after, diff.Options(key, only, ignore, rename)).whole()


def apply(patch: AnyPath, file: AnyPath) -> Table:
    """Apply to the table in `file` the difference in `patch`, which `diff --format json` wrote.
    Raises InputError where the two do not fit; then nothing is applied."""
    from .diff.patch import apply_file

    after, _ = apply_file(str(patch), str(file))
    return after


def adopt(repository: AnyPath, path: str, key: Sequence[str]) -> Iterator[CommitDiff]:
    """What each commit of a git repository changed in the CSV file at `path`, oldest commit first.
    Raises UsageError where there is no such repository or file."""
    from .history import git
    from .history.walk import History

    found = git.find(str(repository))
    yield from History(key).diffs(found, git.history(found, path))


def load(folder: AnyPath) -> Package:
    """Load the package in a folder. Raises InputError where its descriptor cannot be used."""
    from .descriptor import load as reader

    return reader.load(Path(folder))


def check(folder: AnyPath) -> Report:
    """Find everything that is wrong with the package in a folder. Needs the extra `check`."""
    from .validate import check as checker

    return checker.check(Path(folder))


def build_database(folder: AnyPath, target: AnyPath | None = None) -> Path:
    """Write the SQLite database of the package in a folder, and return its path: `target`, or
    where `serve` looks for it. Call `check` first. Raises PackageError. Needs the extra `check`."""
    from .build import database

    package = load(folder)
    path = database.path(package) if target is None else Path(target)
    database.build(package, path)
    return path


def verify(path: AnyPath) -> Verdict:
    """Whether a release is what was released: the zip, or the folder it was unpacked to."""
    from .release import verify as verifier

    return verifier.download(Path(path))


if __name__ != "revisioned":
    _spec = importlib.util.spec_from_file_location(
        "revisioned", __file__, submodule_search_locations=[str(Path(__file__).parent)]
    )
    if _spec is None or _spec.loader is None:
        raise ImportError(f"{__file__} cannot be loaded as a package", name="revisioned")
    sys.modules["revisioned"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["revisioned"])
    sys.modules[__name__] = sys.modules["revisioned"]
