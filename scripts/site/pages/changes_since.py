"""What changed since a release that somebody cited, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...cite.changes_since import Since
from ...diff.model import Diff
from ..locale.cells import Cell, Reader
from ..locale.keys import Names, record_name
from . import comparison
from .comparison import About, Comparison

Told = tuple[tuple[str, str, Comparison], ...]
"""For each table its name, what it is called, and its changes."""


@dataclass(frozen=True)
class Changes:
    """Corrections apart from what is new, the titles of new tables, and the structure in words."""

    corrected: Told
    new: Told
    tables: tuple[str, ...]
    structure: tuple[str, ...]


def changes(found: Since, reader: Reader, names: Names) -> Changes:
    """The changes in the words of the page; a record with a page of its own leads there."""
    vocabulary = reader.vocabulary
    resources = {resource.name: resource for resource in vocabulary.package.resources}

    def records(diff: Diff, of: str) -> dict[str, Cell]:
        key = diff.shape.key
        return {
            ",".join(event.key): record_name(key, event.key, names, vocabulary, of)
            for event in diff.events
        }

    def title(name: str) -> str:
        resource = resources[name]
        if resource.series:
            return vocabulary.revision(resource)
        return vocabulary.table(name, resource.title)

    def told(group: Iterable[tuple[str, Diff]]) -> Told:
        return tuple(
            (
                name,
                title(name),
                comparison.page(diff, 0, reader, About(name, records(diff, name), {}, {})),
            )
            for name, diff in group
        )

    return Changes(
        told(found.corrected), told(found.new), tuple(map(title, found.tables)), found.structure
    )
