"""What differs between two states of the package: tables (by our diff), structure, other files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...core.csv_table import parse
from ...descriptor.derived import as_declared, is_derived
from ...descriptor.model import Package, Resource
from ...descriptor.parse import DESCRIPTOR
from ...descriptor.schema import Field
from ...diff.compare import Options, compare_rows
from ...diff.model import Diff
from .versioning import Level, Reason

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Difference:
    """From the package `old` to `new`: resources that only one has, how those that both have
    differ, by name (those that do not are left out), what changed in the structure, and which
    files changed that are not table."""

    old: Package
    new: Package
    added: tuple[Resource, ...]
    removed: tuple[Resource, ...]
    tables: Mapping[str, Diff]
    structure: tuple[Reason, ...]
    others: tuple[str, ...]

    def edited(self, name: str) -> bool:
        """Whether people write the resource, and it is not made from others."""
        items = {item["name"]: item for item in self.new.descriptor["resources"]}
        return not is_derived(self.new, items[name])


def compare(old: Package, old_files: Files, new: Package, new_files: Files) -> Difference:
    """The difference between two packages whose files have these bytes by path."""
    before = {resource.name: resource for resource in old.resources}
    after = {resource.name: resource for resource in new.resources}
    both = [name for name in after if name in before]
    tables = {name: _table(before[name], old_files, after[name], new_files) for name in both}
    named = {resource.path for resource in (*old.resources, *new.resources)}
    others = sorted(
        path
        for path in {*old_files, *new_files} - named
        if (
            _without(old) != _without(new)
            if path == DESCRIPTOR
            else old_files.get(path) != new_files.get(path)
        )
    )
    return Difference(
        old=old,
        new=new,
        added=tuple(resource for name, resource in after.items() if name not in before),
        removed=tuple(resource for name, resource in before.items() if name not in after),
        tables={name: diff for name, diff in tables.items() if diff is not None},
        structure=tuple(structure(old, new)),
        others=tuple(others),
    )


def _table(before: Resource, old_files: Files, after: Resource, new_files: Files) -> Diff | None:
    old, new_table = (
        parse(files[resource.path], resource.path)
        for resource, files in ((before, old_files), (after, new_files))
    )
    key = after.schema.primary_key
    if before.schema.primary_key != key or not set(key) <= {*old.columns} & {*new_table.columns}:
        return None  # another key: the structure says so, and records cannot be matched
    left_out = after.ignore + ((after.queries.hash,) if after.queries else ())
    ignored = [name for name in left_out if name in (*old.columns, *new_table.columns)]
    sides = ((old.columns, old.rows), (new_table.columns, new_table.rows))
    options = Options(key, ignore=ignored, order=after.schema.columns, ranks=after.schema.ranks)
    diff = replace(compare_rows(*sides, options), old=after.name, new=after.name)
    return diff if diff.events or any(diff.schema.column_events()) else None


def _without(package: Package) -> object:
    """The descriptor without what a release itself writes into it: version, sizes and hashes."""
    plain = {k: v for k, v in package.descriptor.items() if k not in ("version", "resources")}
    resources = {item["name"]: as_declared(item) for item in package.descriptor["resources"]}
    return plain, resources


def structure(old: Package, new: Package) -> Iterator[Reason]:
    """What changed in names, tables, columns and keys."""
    if old.descriptor["name"] != new.descriptor["name"]:
        yield Reason(Level.MAJOR, "the package has another name")
    if old.database != new.database:
        yield Reason(Level.MAJOR, "the database has another name")
    for before, after, what in (
        ({s.name for s in old.series}, {s.name for s in new.series}, "series"),
        ({v.name for v in old.views}, {v.name for v in new.views}, "view"),
        ({r.name for r in old.resources}, {r.name for r in new.resources}, "table"),
    ):
        for name in sorted(before - after):
            yield Reason(Level.MAJOR, f"{what} {name} is gone")
        for name in sorted(after - before):
            yield Reason(Level.MINOR, f"{what} {name} is new")
    known = {resource.name: resource for resource in old.resources}
    both = [(known[item.name], item) for item in new.resources if item.name in known]
    # Revisions of a series share their columns, so each change is stated once.
    yield from dict.fromkeys(reason for before, after in both for reason in _changed(before, after))


def _changed(old: Resource, new: Resource) -> Iterator[Reason]:
    table = new.series or new.name
    revisions = ((item.series, item.revision) for item in (old, new))
    for what, before, after in (
        (f"{new.name} lies at another path", old.path, new.path),
        (f"{new.name} is another revision", *revisions),
        (f"{table} has another key", old.schema.primary_key, new.schema.primary_key),
        (f"{table} has other columns", old.schema.columns, new.schema.columns),
    ):
        if before != after:
            yield Reason(Level.MAJOR, f"table {what}")
    if old.schema.foreign_keys != new.schema.foreign_keys:
        yield Reason(Level.MINOR, f"table {table} refers to others differently")
    fields = {field.name: field for field in old.schema.fields}
    for field in new.schema.fields:
        if field.name in fields:
            yield from _retyped(table, fields[field.name], field)


def _retyped(table: str, old: Field, new: Field) -> Iterator[Reason]:
    place = f"{table}.{new.name}"
    if old.type != new.type:
        yield Reason(Level.MAJOR, f"{place} is {new.type}, not {old.type} any more")
    if dict(old.constraints) != dict(new.constraints):
        loose = all(
            name in old.constraints
            and (rule == old.constraints[name] or _wider(name, old.constraints[name], rule))
            for name, rule in new.constraints.items()
        )
        level = Level.MINOR if loose else Level.MAJOR
        yield Reason(level, f"{place} allows {'more' if loose else 'other'} values than before")


def _wider(name: str, old: object, new: object) -> bool:
    """Whether a rule still allows all that it allowed before; this is only known for lists of
    values."""
    return name == "enum" and isinstance(old, list) and isinstance(new, list) and {*old} <= {*new}
