"""One act entered, with what it needs, or taken back: everything, or nothing.

An entry is a record of the table `acts`, with records of other tables that it needs (its source,
a new body and its names) and records that it makes untrue (a search that found nothing). All of it
is tried on a copy: derived, checked, and only then put in place, in one step.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts import files
from scripts.check import CheckFailedError, Report, check
from scripts.declared import DESCRIPTOR
from scripts.derivation import is_derived
from scripts.errors import PackageError, UsageError
from scripts.package import Package, Resource, load
from scripts.refresh import refresh
from scripts.table import dump, read

ACTS = "acts"
MEMORY = "build/acts.json"
COPIED = (DESCRIPTOR, "data", "checks", "docs")

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """An act: its cells by column, with records to `add` to other tables and to `remove` from
    them, each as (table, cells). A column that an added record leaves out is taken from the act
    where the act has one of that name."""

    act: Cells
    add: Sequence[tuple[str, Cells]] = field(default=())
    remove: Sequence[tuple[str, Cells]] = field(default=())


def attempt(root: Path, entry: Entry, folder: Path) -> tuple[str, files.Changes]:
    """Try the entry on a copy of the package in `folder`: the name of the act, and the files that
    it changes. Raises UsageError for words that fit no column, CheckFailedError for what a check
    would refuse; the package itself is not touched."""
    for part in COPIED:
        if (root / part).is_dir():
            shutil.copytree(root / part, folder / part)
        else:
            shutil.copy(root / part, folder / part)
    package = load(folder)
    acts = _resource(package, ACTS)
    record = _record(acts, entry.act)
    for table, cells in entry.remove:
        _without(package, _resource(package, table), cells)
    for table, cells in entry.add:
        resource = _resource(package, table)
        shared = {name: record[name] for name in resource.schema.columns if name in record}
        _insert(package, resource, _record(resource, shared | dict(cells)))
    _insert(package, acts, record)
    refresh(folder)
    report = check(folder)
    if not report.passed:
        raise CheckFailedError(report)
    (key,) = acts.schema.primary_key
    return record[key], _changes(root, folder)


def enter(root: Path, name: str, changes: files.Changes) -> None:
    """Put the changes of an attempt in place, and remember what was there before."""
    memory = [*_memory(root), _remembered(root, name, changes)]
    files.change(root, {**changes, MEMORY: json.dumps(memory, indent=2).encode()})


def undo(root: Path) -> tuple[str, files.Changes]:
    """The last act entered that is not released, and the files as they were before it.

    Raises PackageError where there is none, a version was released since, or somebody changed
    one of the files since: then taking it back would take back more.
    """
    memory = _memory(root)
    if not memory:
        raise PackageError("no act to take back: none was entered here with this command")
    last = memory[-1]
    name = last["act"]
    if last["version"] != load(root).descriptor.get("version"):
        raise PackageError(
            f"{name} is released; a released act stays: enter `rescinded`, or correct it"
        )
    for path, digest in last["after"].items():
        if _digest(files.read(root / path)) != digest:
            raise PackageError(f"{path} was changed after {name} was entered; take it back by hand")
    before: dict[str, bytes | None] = {
        path: None if data is None else base64.b64decode(data)
        for path, data in last["before"].items()
    }
    return name, {**before, MEMORY: json.dumps(memory[:-1], indent=2).encode()}


def warnings(report: Report) -> list[str]:
    """The warnings of a check, one a line."""
    return [str(finding) for finding in report.findings if finding.severity == "warning"]


def _resource(package: Package, table: str) -> Resource:
    edited = {
        item["name"]
        for item in package.descriptor["resources"]
        if not is_derived(package, item) and "series" not in item
    }
    for resource in package.resources:
        if resource.name == table and table in edited:
            return resource
    raise UsageError(f"no table {table!r} to edit; there are: {', '.join(sorted(edited))}")


def _record(resource: Resource, cells: Cells) -> dict[str, str]:
    """The cells of a whole record, defaults filled in. Raises UsageError for an unknown column."""
    columns = resource.schema.columns
    for name in cells:
        if name not in columns:
            raise UsageError(
                f"{resource.name} has no column {name!r}; it has: {', '.join(columns)}"
            )
    record = {name: cells.get(name, "") for name in columns}
    for column in resource.schema.fields:
        if not record[column.name] and column.default:
            filled = column.default.format(**record)
            record[column.name] = filled.replace("_", "-") if filled != column.default else filled
    return record


def _insert(package: Package, resource: Resource, record: Cells) -> None:
    """Add the record to the file, in key order."""
    table = read(package.root / resource.path, resource.path)
    key = [table.columns.index(name) for name in resource.schema.primary_key]
    rows = [cells for _, cells in table.records]
    rows.append([record[name] for name in table.columns])
    rows.sort(key=lambda cells: [cells[index] for index in key])
    (package.root / resource.path).write_bytes(dump(table.columns, rows))


def _without(package: Package, resource: Resource, cells: Cells) -> None:
    """Drop the records that have these cells. Raises UsageError where there is none."""
    _record(resource, cells)
    table = read(package.root / resource.path, resource.path)
    kept = [
        row
        for (_, row), record in zip(table.records, table.dicts(), strict=True)
        if any(record[name] != value for name, value in cells.items())
    ]
    if len(kept) == len(table.records):
        what = ", ".join(f"{name}={value}" for name, value in cells.items())
        raise UsageError(f"{resource.path} has no record with {what}")
    (package.root / resource.path).write_bytes(dump(table.columns, kept))


def _changes(root: Path, folder: Path) -> dict[str, bytes | None]:
    """What differs between the package and its changed copy."""
    paths = {
        path.relative_to(base).as_posix()
        for base in (root, folder)
        for part in COPIED
        for path in [base / part, *(base / part).rglob("*")]
        if path.is_file()
    }
    return {
        path: files.read(folder / path)
        for path in sorted(paths)
        if files.read(folder / path) != files.read(root / path)
    }


def _memory(root: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(files.read(root / MEMORY) or b"[]"))
    except (ValueError, TypeError, RecursionError):
        raise PackageError(f"{MEMORY}: not what this command writes; remove it") from None


def _remembered(root: Path, name: str, changes: files.Changes) -> dict[str, Any]:
    before = {path: files.read(root / path) for path in changes}
    return {
        "act": name,
        "version": load(root).descriptor.get("version"),
        "before": {
            path: None if data is None else base64.b64encode(data).decode()
            for path, data in before.items()
        },
        "after": {path: _digest(data) for path, data in changes.items()},
    }


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
