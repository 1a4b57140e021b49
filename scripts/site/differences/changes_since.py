"""What changed from one release to another, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...cite import released
from ...cite.changes_since import Since, changes_since
from ...diff.model import Diff
from ..locale.cells import Cell
from ..locale.keys import record_name
from ..page_request import PageRequest
from . import comparison
from .comparison import Comparison, Context

TableChanges = tuple[tuple[str, str, Comparison], ...]
"""For each table its name, what it is called, and its changes."""


@dataclass(frozen=True)
class Changes:
    """Corrections apart from what is new, the titles of new tables, and the structure in words."""

    corrected: TableChanges
    new: TableChanges
    tables: tuple[str, ...]
    structure: tuple[str, ...]


def between(request: PageRequest, old: str, new: str) -> Changes:
    """The changes; a record with a page of its own leads there."""
    found, names = _since(request.package.root, old, new), request.every_name
    vocabulary = request.reader.vocabulary
    resources = {resource.name: resource for resource in request.package.resources}

    def title(name: str) -> str:
        resource = resources[name]
        if resource.series:
            return vocabulary.revision(resource)
        return vocabulary.table(name, resource.title)

    def records(diff: Diff, of: str) -> dict[str, Cell]:
        key = diff.shape.key
        return {
            ",".join(event.key): record_name(key, event.key, names, vocabulary, of)
            for event in diff.events
        }

    def changes(group: Iterable[tuple[str, Diff]]) -> TableChanges:
        return tuple(
            (
                name,
                title(name),
                comparison.page(
                    diff, 0, request.reader, Context(name, records(diff, name), {}, {})
                ),
            )
            for name, diff in group
        )

    return Changes(
        changes(found.corrected),
        changes(found.new),
        tuple(map(title, found.tables)),
        found.structure,
    )


def in_short(request: PageRequest, before: str, version: str) -> Cell:
    """What a release says otherwise than the one `before`, if there is one, counted by table."""
    say = request.language.say
    if not before:
        return Cell(say("first_release"))
    found = between(request, before, version)
    parts = [
        say(word, table=title, count=count)
        for word, part in (("told_corrected", found.corrected), ("told_new", found.new))
        for _, title, table in part
        if (count := table.counts.added + table.counts.removed + table.counts.changed)
    ]
    parts += [say("told_table", table=title) for title in found.tables]
    return Cell(say("semicolon").join(parts) or say("nothing_changed"))


# Releases never change, so what was read of them is kept.
@lru_cache(maxsize=256)
def _since(root: Path, old: str, new: str) -> Since:
    return changes_since(released.package(root, old), released.package(root, new))
