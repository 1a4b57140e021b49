"""What each release says that the one before did not, as entries of a feed: one entry is one
release.

A correction is what was said otherwise before and is not new: cells, records taken back, and
whatever changed in a revision that was there already (release/versions/notes.py tells them apart);
each is told in words. New records are counted, by table; a changed structure is named. The entry of
a release never changes, since neither release does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from ...core.csv_table import parse
from ...descriptor.load import load
from ...descriptor.locale import COMPLETE
from ...descriptor.model import Package, Resource
from ...descriptor.parse import items
from ...diff.model import Event
from ...release import serve_store, store
from ...release.publish import NOTES
from ...release.versions.difference import compare
from ...release.versions.notes import sort
from ...release.versions.structure import changed as restructured
from ..locale.cells import Cell, Reader
from ..locale.keys import Names, record_name
from .entry import Entry, FeedScope, Line

Group = tuple[Resource, tuple[Event, ...]]
WHOLE = ("added", "removed")
CREDITS = "credits"


@dataclass(frozen=True)
class ReleaseChanges:
    """What a release says of the one before: what it corrects, what is new, by table, and the
    structure in words; `cells` has by table and key the record of each event, `reporters` who
    reported that a record is wrong."""

    corrected: tuple[Group, ...]
    new: tuple[Group, ...]
    structure: tuple[str, ...]
    cells: Mapping[tuple[str, tuple[str, ...]], Mapping[str, str]]
    reporters: Mapping[tuple[str, str], list[str]]


NOTHING = ReleaseChanges((), (), (), {}, {})


def entries(root: Path, reader: Reader, names: Names, about: FeedScope) -> list[Entry]:
    """An entry for each release that is served; in the feed of one record for those alone that say
    something else of it."""
    found = []
    for version in serve_store.served(root):
        stated = store.manifest(root, version)
        before = stated.previous.version if stated.previous else ""
        told = _changes(root, before, version) if before in serve_store.served(root) else NOTHING
        corrected, new = _of(told.corrected, told, about), _of(told.new, told, about)
        if about.key and not corrected and not new:
            continue
        structure = () if about.key else told.structure
        lines = [
            line
            for group in corrected
            for line in _lines(*group, version, reader, names, told.reporters)
        ]
        lines += [_counted(resource, events, reader) for resource, events in new]
        lines += _structure(structure, reader)
        kinds = ("release", *("correction",) * bool(corrected), *("structure",) * bool(structure))
        found.append(
            Entry(
                f"releases/{version}{about.suffix}",
                stated.released_on,
                stated.released_on,
                f"{reader.language.prefix}/releases/{version}/",
                tuple(lines) or (_same(version, before, reader),),
                kinds,
                _title(version, corrected, structure, reader),
                f"/releases/{version}/{NOTES}",
            )
        )
    return found


def _same(version: str, before: str, reader: Reader) -> Line:
    say = reader.language.say
    told = say("feed_same" if before else "feed_first")
    return Line(Cell(say("release", version=version)), (told,))


def _title(
    version: str, corrected: Sequence[Group], structure: Sequence[str], reader: Reader
) -> str:
    say = reader.language.say
    records = sum(len({event.key for event in events}) for _, events in corrected)
    parts = [say("release", version=version)]
    if records:
        parts.append(say("feed_corrections", count=records))
    if structure:
        parts.append(say("feed_structure"))
    return say("semicolon").join(parts)


@lru_cache(maxsize=256)
def _changes(root: Path, old: str, new: str) -> ReleaseChanges:
    """What a release says otherwise; read once a process."""
    before, after = (load(serve_store.folder(root, version)) for version in (old, new))
    sides = (_tables(before), _tables(after))
    told = sort(compare(before, sides[0], after, sides[1]))
    resources = {resource.name: resource for resource in (*before.resources, *after.resources)}
    groups = [
        tuple((resources[name], events) for name, events in kind)
        for kind in (told.corrected, told.new)
    ]
    cells: dict[tuple[str, tuple[str, ...]], Mapping[str, str]] = {}
    for resource, events in (*groups[0], *groups[1]):
        keys = {event.key for event in events}
        for files, package in zip(sides, (before, after), strict=True):
            path = next((r.path for r in package.resources if r.name == resource.name), "")
            if path:
                for row in parse(files[path], path).dicts():
                    key = tuple(row.get(name, "") for name in resource.schema.primary_key)
                    if key in keys:
                        cells[resource.name, key] = row
    structure = tuple(restructured(before, after))
    return ReleaseChanges(groups[0], groups[1], structure, cells, _reporters(before, after))


def _reporters(before: Package, after: Package) -> dict[tuple[str, str], list[str]]:
    """By table and record whom the later release credits, and the earlier one does not."""
    known = items(before.descriptor, CREDITS)
    found: dict[tuple[str, str], list[str]] = {}
    for one in items(after.descriptor, CREDITS):
        if one not in known:
            found.setdefault((one["table"], one["record"]), []).append(one["reported_by"])
    return found


def _tables(package: Package) -> dict[str, bytes]:
    paths = {resource.path for resource in package.resources}
    return {path: (package.root / path).read_bytes() for path in sorted(paths)}


def _of(groups: Sequence[Group], told: ReleaseChanges, about: FeedScope) -> list[Group]:
    """The events that concern the record whose feed it is."""
    if not about.key:
        return list(groups)
    kept = (
        (
            resource,
            tuple(
                event
                for event in events
                if about.concerns(told.cells.get((resource.name, event.key), {}))
            ),
        )
        for resource, events in groups
    )
    return [(resource, events) for resource, events in kept if events]


def _name(resource: Resource, reader: Reader) -> str:
    if resource.series:
        return reader.vocabulary.revision(resource)
    return reader.vocabulary.table(resource.name, resource.title)


def _counted(resource: Resource, events: Sequence[Event], reader: Reader) -> Line:
    say = reader.language.say
    return Line(Cell(_name(resource, reader)), (say("feed_new", count=len(events)),))


def _structure(reasons: Sequence[str], reader: Reader) -> list[Line]:
    language = reader.language
    tag = "" if language.is_first else COMPLETE
    return [Line(Cell(reason, tag), (language.say("structure"),)) for reason in reasons]


def _lines(
    resource: Resource,
    events: tuple[Event, ...],
    version: str,
    reader: Reader,
    names: Names,
    reporters: Mapping[tuple[str, str], list[str]],
) -> Iterator[Line]:
    """A line for each record of a table that is corrected."""
    vocabulary, say = reader.vocabulary, reader.language.say
    table = resource.series or resource.name
    for key, of_record in groupby(events, key=lambda event: event.key):
        changes = list(of_record)
        cells = [(say("corrected_table"), _name(resource, reader), Cell(""))]
        for event in changes:
            if event.field is not None and event.op not in WHOLE:
                old, new = (
                    vocabulary.value(event.field, text, table) or text or say("empty_cell")
                    for text in (event.old or "", event.new or "")
                )
                heading = vocabulary.column(event.field, table)
                cells.append((heading, f"{old} → {new}", Cell("")))
        if who := reporters.get((resource.name, ",".join(key))):
            cells.append((say("reported_by"), say("list_separator").join(who), Cell("")))
        happened = [say("corrected_in", version=version)]
        if changes[0].op in WHOLE:
            happened.append(say(f"corrected_{changes[0].op}"))
        record = (
            record_name(resource.schema.primary_key, key, names, vocabulary, table)
            if key
            else Cell(table)
        )
        yield Line(record, tuple(happened), tuple(cells))
