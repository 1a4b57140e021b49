"""The next revision of a series, from a table that somebody else published."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import atomic, csv_table
from ..core.errors import UsageError
from ..core.strict_json import as_json
from ..descriptor.derived import is_derived
from ..descriptor.load import load
from ..descriptor.model import REVISIONS, SOURCES, Package, Resource
from ..descriptor.parse import DESCRIPTOR
from . import cleaning, naming, new_columns, records
from .cleaning import Clean, Note
from .revision import listed, name_fault
from .transaction import attempt
from .version import Version


@dataclass(frozen=True)
class Added:
    """The files that change, and what was changed on the way in."""

    changes: atomic.Changes
    notes: tuple[Note, ...]


def add(
    root: Path,
    copy: Path,
    series: str,
    versions: Sequence[Version],
    source: str,
    cells: Mapping[str, str],
) -> Added:
    """What the package in `root` becomes with the versions as revisions of the series, tried in
    the empty folder `copy`. `source` names their source, whose record has these `cells` where it
    is new; without a name each version gets a source of its own. Raises UsageError where a version
    does not fit the series, CheckFailedError for what a check would refuse."""
    notes: list[Note] = []

    def edit(package: Package) -> None:
        for version in versions:
            notes.extend(_add(load(package.root), series, version, source, cells))

    return Added(attempt(root, copy, edit), tuple(notes))


def _add(
    package: Package, series: str, version: Version, source: str, cells: Mapping[str, str]
) -> list[Note]:
    newest = _newest(package, series, version.revision)
    names = _names(newest, version)
    advice = "correct the file, or make another package with init and more columns"
    clean, notes = cleaning.clean(version, names, newest.schema.primary_key, advice)
    new = [header for header, name in names.items() if name not in newest.schema.columns]
    _write(package, newest, clean, {names[header]: header.strip() for header in new})
    _list(package, newest, clean)
    if source and not cells:
        _require_source(package, source)
    named = source or naming.fit(f"{series}-{version.revision}", "-")
    if not source or cells:
        given = dict(cells) if source else {"title": cleaning.tidy(version.origin)[0]}
        key = records.edited(package, SOURCES).schema.primary_key[0]
        _insert(package, SOURCES, {key: named, **given})
    row = {"series": series, "revision": version.revision, "title": version.revision}
    _insert(package, REVISIONS, {**row, "source_id": named})
    return notes


def _newest(package: Package, series: str, revision: str) -> Resource:
    """The newest revision of the series, which the new one follows."""
    known = {item.name: item for item in package.series}
    if series not in known or known[series].derived:
        edited = [name for name, item in known.items() if not item.derived]
        raise UsageError(
            f"no series {series!r} to add to; there are: {', '.join(edited) or 'none'}"
        )
    there = package.revisions(series)
    if not there:
        raise UsageError(f"the series {series!r} has no revision yet; make the package with init")
    if fault := name_fault(revision, package):
        raise UsageError(fault)
    if any(item.revision == revision for item in there):
        raise UsageError(
            f"{series}/{revision} already exists; for a second one on the same day: {revision}-2"
        )
    return there[-1]


def _names(newest: Resource, version: Version) -> dict[str, str]:
    """The column of each header: one of that title or name, else a new one."""
    fields = newest.schema.fields
    known = {field.name: field.name for field in fields} | {
        field.title: field.name for field in fields
    }
    names = {header: known[header.strip()] for header in version.columns if header.strip() in known}
    for header, name in names.items():
        if [*names.values()].count(name) > 1:
            raise UsageError(
                f"{version.origin} has two columns for {name}, one is {header!r}; remove one"
            )
    if missing := [name for name in newest.schema.primary_key if name not in names.values()]:
        raise UsageError(
            f"{version.origin} has no column for {', '.join(missing)} of the key;"
            f" it has: {', '.join(version.columns)}; if one of these is it: --rename"
            f" {missing[0]}=NAME"
        )
    others = [header for header in version.columns if header not in names]
    fitted = naming.columns([*newest.schema.columns, *others], newest.schema.primary_key)
    return names | {header: fitted[header] for header in others}


def _write(package: Package, newest: Resource, clean: Clean, new: Mapping[str, str]) -> None:
    """The file, its resource in the descriptor, and the columns that came, by their headers."""
    columns = [*newest.schema.columns, *new]
    present = [name for name in columns if name in clean.columns]
    rows = ([record[name] for name in present] for record in clean.records.values())
    path = Path(newest.path).with_name(f"{clean.revision}.csv").as_posix()
    atomic.replace(package.root / path, csv_table.dump(present, rows))
    items = package.descriptor["resources"]
    before = next(item for item in items if item["name"] == newest.name)
    told = {
        part: str(before.get(part, "")).replace(str(newest.revision), clean.revision)
        for part in ("title", "description")
    }
    named = {"name": f"{newest.series}-{clean.revision}", "path": path}
    new_one = {**told, **named, "revision": clean.revision}
    descriptor = listed(package, newest.name, new_one)
    if new:
        _widen(package, descriptor, newest, new)
    atomic.replace(package.root / DESCRIPTOR, as_json(descriptor))


def _widen(
    package: Package, descriptor: dict[str, Any], newest: Resource, new: Mapping[str, str]
) -> None:
    """The columns that came, by their headers, in the schema of the series and where it is read."""
    fields = [
        {"name": name, "title": header, "type": "string", "description": ""}
        for name, header in new.items()
    ]
    new_columns.widen(package.root, descriptor, str(newest.series), newest.schema, fields)
    if newest.schema_path is not None:
        file = package.root / newest.schema_path
        schema = json.loads(file.read_text(encoding="utf-8"))
        atomic.replace(file, as_json({**schema, "fields": [*schema["fields"], *fields]}))
        return
    for entry in descriptor["resources"]:
        if entry.get("series") == newest.series:
            entry["schema"] = {**entry["schema"], "fields": [*entry["schema"]["fields"], *fields]}


def _list(package: Package, newest: Resource, clean: Clean) -> None:
    """Add the records that no revision had to the table that lists all of them: one with the key
    of the series, and a column that says what a record is called."""
    key = newest.schema.primary_key
    for resource in package.resources:
        item = next(
            each for each in package.descriptor["resources"] if each["name"] == resource.name
        )
        columns = resource.schema.columns
        is_list = resource.schema.primary_key == key and resource.series is None
        if not is_list or is_derived(package, item) or len(columns) != len(key) + 1:
            continue
        table = csv_table.read(package.root / resource.path, resource.path)
        known = {tuple(row[name] for name in key): row for row in table.dicts()}
        (called,) = (name for name in columns if name not in key)
        label = _label(package, newest, {each: row[called] for each, row in known.items()})
        fresh = [
            {**dict(zip(key, each, strict=True)), called: record.get(label) or " ".join(each)}
            for each, record in clean.records.items()
            if each not in known
        ]
        records.add(package, resource, *fresh)


def _label(package: Package, newest: Resource, called: Mapping[tuple[str, ...], str]) -> str:
    """The column of the newest revision that most records are called by; empty without one."""
    table = csv_table.read(package.root / newest.path, newest.path)
    key = newest.schema.primary_key
    counts = {
        name: sum(
            called.get(tuple(row[part] for part in key)) == row[name] for row in table.dicts()
        )
        for name in table.columns
    }
    most = max(table.columns, key=lambda name: counts[name])
    return most if counts[most] else ""


def _require_source(package: Package, source: str) -> None:
    """Raise UsageError for a source that is not listed and not described."""
    resource = records.edited(package, SOURCES)
    (key,) = resource.schema.primary_key
    table = csv_table.read(package.root / resource.path, resource.path)
    if all(row[key] != source for row in table.dicts()):
        raise UsageError(
            f"{resource.path}: {key}: there is no {source!r}; a new source needs its title:"
            f' --source {shlex.quote(source)} title="…"'
        )


def _insert(package: Package, table: str, cells: Mapping[str, str]) -> None:
    resource = records.edited(package, table)
    records.add(package, resource, records.with_defaults(resource, cells))
