"""What each release corrected of the one before, as entries of the feed.

A correction is what was said otherwise before and is not new: cells, records taken back, and
whatever changed in a revision that was there already (release/versions/notes.py tells them apart).
The entries of a release never change, since neither release does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from ..descriptor.load import load
from ..descriptor.model import Package, Resource
from ..diff.model import Event
from ..release import shelf, store
from ..release.publish import NOTES
from ..release.versions.difference import compare
from ..release.versions.notes import sort
from .feed import Entry, Line
from .locale.cells import Cell, Reader
from .locale.language import speaker

Names = Mapping[str, Mapping[str, Cell]]
Corrected = tuple[tuple[Resource, tuple[Event, ...]], ...]


def entries(root: Path, reader: Reader, names: Names) -> list[Entry]:
    """An entry for each release that is served and corrects something; `names` are what records are
    called, by key column and key."""
    found = []
    for version in shelf.served(root):
        stated = store.manifest(root, version)
        if stated.previous is None or stated.previous.version not in shelf.served(root):
            continue
        corrected = _corrected(root, stated.previous.version, version)
        lines = tuple(
            line
            for resource, events in corrected
            for line in _lines(resource, events, version, reader, names)
        )
        if lines:
            href = f"/releases/{version}/{NOTES}"
            found.append(Entry(f"releases/{version}", stated.released_on, href, lines))
    return found


@cache
def _corrected(root: Path, old: str, new: str) -> Corrected:
    """The events that correct, by table; read once a process."""
    before, after = (load(shelf.folder(root, version)) for version in (old, new))
    told = sort(compare(before, _tables(before), after, _tables(after)))
    resources = {resource.name: resource for resource in after.resources}
    return tuple((resources[name], events) for name, events in told.corrected)


def _tables(package: Package) -> dict[str, bytes]:
    paths = {resource.path for resource in package.resources}
    return {path: (package.root / path).read_bytes() for path in sorted(paths)}


def _lines(
    resource: Resource, events: tuple[Event, ...], version: str, reader: Reader, names: Names
) -> Iterator[Line]:
    """A line for each record of a table that is corrected."""
    vocabulary, say = reader.vocabulary, speaker(reader.vocabulary.language)
    table = resource.series or resource.name
    title = vocabulary.table(table, resource.title)
    if resource.series:
        title = vocabulary.revision(resource)
    known = names.get(resource.schema.primary_key[0], {})
    for key, of_record in groupby(events, key=lambda event: event.key):
        changes = list(of_record)
        called = known.get(key[0]) or Cell(", ".join(key))
        cells = [(say("corrected_table"), title, Cell(""))]
        for event in changes:
            if event.field is not None:
                old, new = (
                    vocabulary.value(event.field, text, table) or text or say("empty_cell")
                    for text in (event.old or "", event.new or "")
                )
                heading = vocabulary.column(event.field, table)
                cells.append((heading, f"{old} → {new}", Cell("")))
        happened = [say("corrected_in", version=version)]
        if changes[0].op != "changed":
            happened.append(say(f"corrected_{changes[0].op}"))
        yield Line(called, tuple(happened), tuple(cells))
