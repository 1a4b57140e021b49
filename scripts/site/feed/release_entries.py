"""What each release says that the one before did not, as entries of a feed: one entry is one
release.

A correction replaces what was said before: cells, records taken back, and whatever changed in a
revision that was there already (release/versions/notes.py tells them apart). Each is told in words.
New records are counted by table; a changed structure is named. The entry of a release never
changes, since its two releases do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from ...cite import released
from ...cite.changes_since import changes_since
from ...core.csv_table import read
from ...descriptor.locale import COMPLETE
from ...descriptor.model import Package, Resource
from ...descriptor.parse import items
from ...diff.model import Event
from ...release import serve_store
from ...release.publish import NOTES
from ...release.versions.structure import changed as restructured
from ..locale.cells import Cell, Reader
from ..locale.keys import Names, record_name
from .entry import Entry, FeedScope, Line

Group = tuple[Resource, tuple[Event, ...]]
CREDITS = "credits"


@dataclass(frozen=True)
class ReleaseChanges:
    """What a release changes: what it corrects, what is new by table, and the structure in words.
    `cells` has the record of each event, `reporters` who reported that a record was wrong, both by
    table and key."""

    corrected: tuple[Group, ...]
    new: tuple[Group, ...]
    structure: tuple[str, ...]
    cells: Mapping[tuple[str, tuple[str, ...]], Mapping[str, str]]
    reporters: Mapping[tuple[str, str], list[str]]


NOTHING = ReleaseChanges((), (), (), {}, {})


def entries(reader: Reader, names: Names, about: FeedScope) -> list[Entry]:
    """An entry for each release that is served; in the feed of one record, only for those that
    change it."""
    root, found = reader.package.root, []
    served = serve_store.served(root)
    for version in served:
        manifest = released.manifest(root, version)
        before = manifest.previous.version if manifest.previous else ""
        changes = _changes(root, before, version) if before in served else NOTHING
        corrected, new = (
            _concerned(groups, changes, about) for groups in (changes.corrected, changes.new)
        )
        if about.key and not corrected and not new:
            continue
        structure = () if about.key else changes.structure
        lines = (
            *_corrections(corrected, changes.reporters, version, reader, names),
            *(_counted(resource, events, reader) for resource, events in new),
            *_structure(structure, reader),
        )
        found.append(
            Entry(
                f"releases/{version}{about.suffix}",
                manifest.released_on,
                manifest.released_on,
                f"{reader.language.prefix}/releases/{version}/",
                lines or (_same(version, before, reader),),
                ("release", *("correction",) * bool(corrected), *("structure",) * bool(structure)),
                _title(version, corrected, structure, reader),
                f"/releases/{version}/{NOTES}",
            )
        )
    return found


def _same(version: str, before: str, reader: Reader) -> Line:
    say = reader.language.say
    word = "feed_same" if before else "feed_first"
    return Line(Cell(say("release", version=version)), (say(word),))


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
    """What a release changes; read once a process."""
    before, after = released.package(root, old), released.package(root, new)
    since = changes_since(before, after)
    resources = {resource.name: resource for resource in (*before.resources, *after.resources)}
    corrected, new_events = (
        tuple((resources[name], tuple(diff.events)) for name, diff in part)
        for part in (since.corrected, since.new)
    )
    groups = (*corrected, *new_events)
    wanted = {(resource.name, event.key) for resource, events in groups for event in events}
    cells = {}
    for package in (before, after):
        for resource in package.resources:
            if any(resource.name == name for name, _ in wanted):
                for row in read(package.root / resource.path, resource.path).dicts():
                    key = tuple(row[name] for name in resource.schema.primary_key)
                    if (resource.name, key) in wanted:
                        cells[resource.name, key] = row
    structure = tuple(restructured(before, after))
    return ReleaseChanges(corrected, new_events, structure, cells, _reporters(before, after))


def _reporters(before: Package, after: Package) -> dict[tuple[str, str], list[str]]:
    """Whom the later release credits and the earlier one does not, by table and record."""
    known = items(before.descriptor, CREDITS)
    found: dict[tuple[str, str], list[str]] = {}
    for one in items(after.descriptor, CREDITS):
        if one not in known:
            found.setdefault((one["table"], one["record"]), []).append(one["reported_by"])
    return found


def _concerned(groups: Sequence[Group], changes: ReleaseChanges, about: FeedScope) -> list[Group]:
    """The events that concern the record whose feed it is."""
    if not about.key:
        return [*groups]
    kept = [
        (
            resource,
            tuple(
                event
                for event in events
                if about.concerns(changes.cells.get((resource.name, event.key), {}))
            ),
        )
        for resource, events in groups
    ]
    return [(resource, events) for resource, events in kept if events]


def _counted(resource: Resource, events: Sequence[Event], reader: Reader) -> Line:
    say = reader.language.say
    return Line(Cell(reader.vocabulary.resource(resource)), (say("feed_new", count=len(events)),))


def _structure(reasons: Sequence[str], reader: Reader) -> list[Line]:
    language = reader.language
    tag = "" if language.is_first else COMPLETE
    return [Line(Cell(reason, tag), (language.say("structure"),)) for reason in reasons]


def _corrections(
    corrected: Sequence[Group],
    reporters: Mapping[tuple[str, str], list[str]],
    version: str,
    reader: Reader,
    names: Names,
) -> Iterator[Line]:
    """A line for each record that is corrected."""
    vocabulary, say = reader.vocabulary, reader.language.say
    for resource, events in corrected:
        table = resource.series or resource.name
        for key, of_record in groupby(events, key=lambda event: event.key):
            changes = list(of_record)
            cells = [(say("corrected_table"), reader.vocabulary.resource(resource))]
            for event in changes:
                if event.field is not None:
                    old, new = (
                        vocabulary.value(event.field, text, table) or text or say("empty_cell")
                        for text in (event.old or "", event.new or "")
                    )
                    cells.append((vocabulary.column(event.field, table), f"{old} → {new}"))
            if who := reporters.get((resource.name, ",".join(key))):
                cells.append((say("reported_by"), say("list_separator").join(who)))
            happened = [say("corrected_in", version=version)]
            if changes[0].field is None:
                happened.append(say(f"corrected_{changes[0].op}"))
            columns = resource.schema.primary_key
            record = record_name(columns, key, names, vocabulary, table) if key else Cell(table)
            yield Line(record, tuple(happened), tuple((*cell, Cell("")) for cell in cells))
