"""What changed since the version that somebody cited, for the page that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..descriptor.model import Package
from ..diff.model import Diff, Event
from ..release.versions.difference import compare
from ..release.versions.notes import sort


@dataclass(frozen=True)
class Since:
    """From one release to another: the names of tables that are new, in which tables records are
    new and in which some are corrected (each with those events), and the structure in words."""

    tables: tuple[str, ...]
    new: tuple[tuple[str, Diff], ...]
    corrected: tuple[tuple[str, Diff], ...]
    structure: tuple[str, ...]


def changes_since(old: Package, new: Package) -> Since:
    """What changed between two releases, whose files are in their folders."""
    difference = compare(old, _files(old), new, _files(new))
    kinds = sort(difference)

    def diffs(groups: Sequence[tuple[str, tuple[Event, ...]]]) -> tuple[tuple[str, Diff], ...]:
        return tuple(
            (name, replace(difference.tables[name], events=events)) for name, events in groups
        )

    return Since(
        tables=tuple(resource.name for resource in difference.added),
        new=diffs(kinds.new),
        corrected=diffs(kinds.corrected),
        structure=tuple(reason.what for reason in difference.structure),
    )


def _files(package: Package) -> dict[str, bytes]:
    paths = {resource.path for resource in package.resources}
    return {path: (package.root / path).read_bytes() for path in paths}
