"""What changed since the version that somebody cited, for the page that tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scripts.diff.model import Event
from scripts.diff.render.html import render
from scripts.package import Package
from scripts.release.difference import compare
from scripts.release.notes import sort
from scripts.release.publish import NOTES


@dataclass(frozen=True)
class Since:
    """From one release to another: tables that are new, records that are new and cells that are
    corrected (each with the table's name, how many, and the difference as HTML), the structure."""

    tables: tuple[str, ...]
    new: tuple[tuple[str, int, str], ...]
    corrected: tuple[tuple[str, int, str], ...]
    structure: tuple[str, ...]


def since(old: Package, new: Package) -> Since:
    """What changed between two releases, whose files lie in their folders."""
    sides = [_files(package) for package in (old, new)]
    difference = compare(old, sides[0], new, sides[1])
    told = sort(difference)

    before, after = (str(package.descriptor["version"]) for package in (old, new))

    def shown(groups: Sequence[tuple[str, tuple[Event, ...]]]) -> tuple[tuple[str, int, str], ...]:
        return tuple(
            (
                name,
                len(events),
                "".join(
                    render(replace(difference.tables[name], old=before, new=after, events=events))
                ),
            )
            for name, events in groups
        )

    return Since(
        tables=tuple(resource.title for resource in difference.added),
        new=shown(told.new),
        corrected=shown(told.corrected),
        structure=tuple(reason.what for reason in difference.structure),
    )


def _files(package: Package) -> dict[str, bytes]:
    paths = {resource.path for resource in package.resources}
    return {path: (package.root / path).read_bytes() for path in paths - {NOTES}}
