"""What changed since a release that somebody cited, as its page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ...cite.changes_since import Since
from ...diff.model import Diff
from ..locale.cells import Cell, Reader
from . import comparison
from .comparison import About, Comparison

Told = tuple[tuple[str, str, Comparison], ...]
"""For each table its name, what it is called, and its changes."""
Known = Callable[[str], Mapping[str, Cell]]
"""Gives the records with the key in a column that have a page, as `Ask.names` does."""


@dataclass(frozen=True)
class Changes:
    """Corrections apart from what is new, the titles of new tables, and the structure in words."""

    corrected: Told
    new: Told
    tables: tuple[str, ...]
    structure: tuple[str, ...]


def changes(found: Since, reader: Reader, known: Known) -> Changes:
    """The changes in the words of the page; a record that has a page still leads there."""
    pages = cache(known)
    titles = {resource.name: resource.title for resource in reader.vocabulary.package.resources}

    def address(diff: Diff, key: tuple[str, ...]) -> str:
        page = pages(diff.shape.key[0]).get(key[0]) if len(key) == 1 else None
        return page.href if page else ""

    def names(diff: Diff) -> dict[str, Cell]:
        return {
            ",".join(event.key): reader.text(", ".join(event.key), address(diff, event.key))
            for event in diff.events
        }

    def called(name: str) -> str:
        return reader.vocabulary.table(name, titles[name])

    def told(group: Iterable[tuple[str, Diff]]) -> Told:
        return tuple(
            (name, called(name), comparison.page(diff, 0, reader, About(name, names(diff), {}, {})))
            for name, diff in group
        )

    return Changes(
        told(found.corrected), told(found.new), tuple(map(called, found.tables)), found.structure
    )
