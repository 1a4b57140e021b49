"""What changed since a release that somebody cited, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...cite.changes_since import Since
from ...descriptor.pages import Page
from ...diff.model import Diff
from ..locale.cells import Cell, Reader
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


def changes(found: Since, reader: Reader, pages: Iterable[Page]) -> Changes:
    """The changes in the words of the page; a record with a page of its own leads there."""
    leading = {page.parameter: page for page in pages if page.parameter}
    titles = {resource.name: resource.title for resource in reader.vocabulary.package.resources}

    def address(diff: Diff, key: tuple[str, ...]) -> str:
        page = leading.get(diff.shape.key[0]) if len(key) == 1 else None
        return reader.href(page.address.replace(f"<{page.parameter}>", key[0])) if page else ""

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
