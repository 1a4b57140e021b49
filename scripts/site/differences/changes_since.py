"""What changed from one release to another, in the words of a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from pathlib import Path

from ...cite import released
from ...cite.changes_since import Since, changes_since
from ...descriptor.pages import one_text
from ...diff.model import Diff, count
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
    since, names = _since(request.package.root, old, new), request.every_name
    vocabulary = request.reader.vocabulary

    def compared(table: str, diff: Diff) -> tuple[str, str, Comparison]:
        key = diff.schema.key
        records = {
            one_text(event.key): record_name(key, event.key, names, vocabulary, table)
            for event in diff.events
        }
        context = Context(request.reader, table, records, {}, {})
        return table, _title(request, table), comparison.page(diff, 0, context)

    return Changes(
        tuple(starmap(compared, since.corrected)),
        tuple(starmap(compared, since.new)),
        tuple(_title(request, table) for table in since.tables),
        since.structure,
    )


def in_short(request: PageRequest, before: str, version: str) -> Cell:
    """What a release says otherwise than the one `before`, if there is one, counted by table."""
    say = request.language.say
    if not before:
        return Cell(say("first_release"))
    since = _since(request.package.root, before, version)
    parts = []
    for word, part in (("told_corrected", since.corrected), ("told_new", since.new)):
        for table, diff in part:
            counts = count(diff.events)
            if changes := counts.added + counts.removed + counts.changed:
                parts.append(say(word, table=_title(request, table), count=changes))
    parts += [say("told_table", table=_title(request, table)) for table in since.tables]
    return Cell(say("semicolon").join(parts) or say("nothing_changed"))


def _title(request: PageRequest, table: str) -> str:
    """What the table is called; one that the package has no more has its name alone."""
    vocabulary = request.reader.vocabulary
    for resource in request.package.resources:
        if resource.name == table:
            return vocabulary.resource(resource)
    return vocabulary.table(table, table)


# Releases never change, so what was read of them is kept.
@lru_cache(maxsize=256)
def _since(root: Path, old: str, new: str) -> Since:
    return changes_since(released.package(root, old), released.package(root, new))
