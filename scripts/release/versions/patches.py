"""What each release changed in every CSV file, so that anyone with the files of one release can
make those of the newest, byte for byte: nothing is left out, not even the columns that a comparison
for people leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ...core.csv_table import Table
from ...descriptor.load import load
from ...descriptor.model import Package, Resource
from ...diff.compare import Options, compare_rows
from ...diff.model import Diff, DiffSchema, Event, Op
from .. import serve_store, store

Key = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What one release, `said_in`, changed in the file at `path`, which holds `table` (of a series
    the `revision`). A new file starts from no columns, and a removed one ends with none; a changed
    key counts as a removed and a new file. `happened` has the day of what each record tells, where
    the package says which column holds it."""

    said_in: str
    table: str
    revision: str
    path: str
    diff: Diff
    happened: Mapping[Key, str]


def steps(root: Path, since: str, terms: Package) -> Iterator[Step]:
    """Every step from the release `since` to the newest, in order; `terms` is the package that says
    which columns are days."""
    served = serve_store.served(root)
    for before, after in pairwise(served):
        if served.index(before) >= served.index(since):
            yield from _between(root, before, after, terms.root)


def newest(root: Path) -> str:
    """The release that the steps end with, and the SHA-256 of its manifest behind a space; empty
    where nothing is released."""
    served = serve_store.served(root)
    return f"{served[-1]} {store.manifest(root, served[-1]).sha256}" if served else ""


@lru_cache(maxsize=256)
def _between(root: Path, old: str, new: str, terms: Path) -> tuple[Step, ...]:
    """The steps of one release; read once a process."""
    days = _days(load(terms))
    before, after = (load(serve_store.folder(root, version)) for version in (old, new))
    known = {resource.path: resource for resource in before.resources}
    found: list[Step] = []
    for resource in after.resources:
        former = known.pop(resource.path, None)
        found += _file(former, before, resource, after, new, days)
    for resource in known.values():
        found += _file(resource, before, None, after, new, days)
    return tuple(found)


def _file(
    former: Resource | None,
    before: Package,
    latter: Resource | None,
    after: Package,
    version: str,
    days: Mapping[str, tuple[str, ...]],
) -> Iterator[Step]:
    """The steps of one file, of which one side may be missing."""
    old, new = (
        (item.schema.primary_key, package.table(item)) if item else None
        for item, package in ((former, before), (latter, after))
    )
    about = latter or former
    if about is None:
        return
    sides = [(old, new)]
    if old and new and (old[0] != new[0] or not {*new[0]} <= {*old[1].columns}):
        sides = [(old, None), (None, new)]
    for left, right in sides:
        diff = _diff(left, right)
        if diff.events or diff.schema.old_columns != diff.schema.new_columns:
            table = about.series or about.name
            happened = _happened(about, days.get(table, ()), left, right)
            yield Step(version, table, about.revision or "", about.path, diff, happened)


Side = tuple[Key, Table] | None


def _diff(old: Side, new: Side) -> Diff:
    if old and new:
        (key, left), (_, right) = old, new
        if left == right:
            schema = DiffSchema(key, tuple(left.columns), tuple(right.columns))
            return Diff("", "", schema, ())
        return compare_rows((left.columns, left.rows), (right.columns, right.rows), Options(key))
    key, table = old or new or ((), Table("", [], []))
    columns = tuple(table.columns)
    places = [columns.index(name) for name in key]
    rows = sorted((tuple(row[at] for at in places), tuple(row)) for row in table.rows)
    op: Op = "removed" if old else "added"
    events = tuple(Event(cells, op, row=row) for cells, row in rows)
    schema = DiffSchema(key, columns, ()) if old else DiffSchema(key, (), columns)
    return Diff("", "", schema, events)


def _days(package: Package) -> dict[str, tuple[str, ...]]:
    """By table, the columns with the day of what a record tells."""
    return {
        resource.series or resource.name: resource.happened_on for resource in package.resources
    }


def _happened(about: Resource, columns: tuple[str, ...], old: Side, new: Side) -> Mapping[Key, str]:
    """By key, the day on which it happened, as the new side has it: from the columns that hold it,
    or for a revision from its name."""
    found: dict[Key, str] = {}
    for side in (old, new):
        if side is None:
            continue
        key, table = side
        for row in table.dicts():
            day = next((row[name] for name in columns if row.get(name)), "")
            found[tuple(row[name] for name in key)] = (day or about.revision or "")[:10]
    return {cells: day for cells, day in found.items() if day}
