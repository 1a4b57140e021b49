"""Revisions of a series, found through the package's descriptor: `prints/2026-01-07-memorandum`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts import package
from scripts.errors import UsageError


@dataclass(frozen=True)
class Revision:
    """One state of a series: its file, its key, its columns in the schema's order, and those
    that a difference leaves out unless told otherwise."""

    name: str
    series: str
    path: Path
    key: tuple[str, ...]
    columns: tuple[str, ...]
    ignore: tuple[str, ...]


def revisions(root: Path) -> dict[str, Revision]:
    """Every revision of the package in the folder `root`, by name; none where no package is."""
    if not (root / package.DESCRIPTOR).exists():
        return {}
    declared = package.load(root)
    return {
        name: Revision(
            name,
            series.name,
            root / resource.path,
            resource.schema.primary_key,
            resource.schema.columns,
            series.ignore,
        )
        for series in declared.series
        for resource in declared.revisions(series.name)
        if (name := f"{series.name}/{resource.revision}")
    }


def pair(old: str, new: str, root: Path) -> tuple[Revision, Revision] | None:
    """The two revisions that the words name, or None where neither names one.

    Raises UsageError where only one does, or where they belong to two series, or where a word
    has the name of a series before its slash and no revision of that name is known.
    """
    known = revisions(root)
    series = {revision.series for revision in known.values()}
    for word in (old, new):
        if word not in known and word.partition("/")[0] in series and not Path(word).exists():
            raise UsageError(f"no revision {word!r}; known are: {', '.join(known)}")
    if old not in known and new not in known:
        return None
    if old not in known or new not in known:
        raise UsageError(
            f"{old!r} and {new!r}: compare two revisions or two files; "
            f"known revisions are: {', '.join(known)}"
        )
    if known[old].series != known[new].series:
        raise UsageError(f"{old!r} and {new!r} are revisions of different series")
    return known[old], known[new]
