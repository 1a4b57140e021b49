"""What changed since the version that somebody cited, for the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..descriptor.model import Package
from ..diff.model import Diff, Event
from ..release.versions.difference import compare
from ..release.versions.notes import sort


@dataclass(frozen=True)
class Since:
    """The changes from one release to another: the names of new tables, the tables with new records
    and those with corrected ones (each with its events), and changes of structure in words."""

    tables: tuple[str, ...]
    new: tuple[tuple[str, Diff], ...]
    corrected: tuple[tuple[str, Diff], ...]
    structure: tuple[str, ...]


def changes_since(old: Package, new: Package) -> Since:
    """The changes between two releases, whose files are in the folders of the packages."""
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
