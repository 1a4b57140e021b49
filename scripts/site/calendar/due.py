"""Which days were announced, and what happened to each, by release.

A day is due if the schema of a series that follows the world marks its column so (`field.due`). One
event belongs to one record and one such column, for as long as the list exists. Another day moves
it; it is cancelled when its day is taken back or is no longer in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ...cite import released
from ...core.csv_table import read
from ...descriptor.dates import calendar_day
from ...descriptor.model import Package, Series
from ...descriptor.schema import Field
from ...release import serve_store

Name = tuple[str, tuple[str, ...], str]
"""What an event belongs to: series, key, column."""


@dataclass(frozen=True)
class Due:
    """One announced day: its record and column, its source, and the day on which it happened or was
    cancelled, if known. `gone` is true once no such day is announced any more. `sequence` counts
    how often any of this changed, `changed_on` is the day of the last change."""

    series: str
    key: tuple[str, ...]
    column: str
    day: str
    source: str
    happened: str
    cancelled: str
    gone: bool = False
    sequence: int = 0
    changed_on: str = ""

    @property
    def name(self) -> Name:
        """What it belongs to."""
        return self.series, self.key, self.column

    @property
    def is_cancelled(self) -> bool:
        """Whether the day is not expected any more."""
        return self.gone or bool(self.cancelled)


def announced(package: Package) -> list[Due]:
    """Every day that was ever announced, with what is known of it now, in order of days."""
    found: dict[Name, Due] = {}
    changed_on = ""
    for day, state in _states(package):
        changed_on = day or changed_on or _oldest(package)
        for name, due in state.items():
            known = found.get(name)
            if known is None:
                found[name] = replace(due, changed_on=changed_on)
            elif replace(known, sequence=0, changed_on="") != due:
                found[name] = replace(due, sequence=known.sequence + 1, changed_on=changed_on)
        for name, known in found.items():
            if name not in state and not known.gone:
                sequence = known.sequence + 1
                found[name] = replace(known, gone=True, sequence=sequence, changed_on=changed_on)
    return sorted(found.values(), key=lambda due: (due.day, due.series, due.key, due.column))


def calendars(package: Package) -> bool:
    """Whether a package announces days at all."""
    return any(True for _ in _columns(package))


def _columns(package: Package) -> Iterator[tuple[Series, Field]]:
    for series in package.updates:
        if package.revisions(series.name):
            for field in package.relation(series.name).schema.fields:
                if field.due is not None:
                    yield series, field


def _states(package: Package) -> Iterator[tuple[str, Mapping[Name, Due]]]:
    """What each release said, with its day, the oldest first; then what is said now."""
    for version in serve_store.served(package.root):
        yield released.manifest(package.root, version).released_on, _said(package.root, version)
    yield "", _state(package, package)


@lru_cache(maxsize=256)
def _said(root: Path, version: str) -> Mapping[Name, Due]:
    """What a release said, in the terms of the package as it is; read once a process."""
    return _state(released.package(root, version), released.package(root, None))


def _state(held: Package, terms: Package) -> Mapping[Name, Due]:
    """The days in the newest revision of each series of `held`; `terms` says which columns are
    days."""
    found = {}
    for series, field in _columns(terms):
        revisions = held.revisions(series.name)
        if not revisions:
            continue
        path = revisions[-1].path
        key = terms.relation(series.name).schema.primary_key
        become = field.due or {}
        for row in read(held.root / path, path).dicts():
            if day := row.get(field.name, ""):
                due = Due(
                    series.name,
                    tuple(row.get(name, "") for name in key),
                    field.name,
                    day,
                    row.get(field.source, ""),
                    row.get(become.get("happened", ""), ""),
                    row.get(become.get("cancelled", ""), ""),
                )
                found[due.name] = due
    return found


def _oldest(package: Package) -> str:
    """A day for what is not released: that of the newest revision, not today's."""
    days = (str(item.revision)[:10] for item in package.resources if item.revision)
    return max(filter(calendar_day, days), default="1970-01-01")
