"""What the descriptor forbids but Frictionless accepts.

An empty part of a composite key, a pattern that must match the whole cell, `uniqueKeys`, cells that
the database cannot hold or sort by value, and, in series that are compared, two spellings of one
value: text and SQL must find the same changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ..core.csv_table import Table
from ..core.diagnostics import Finding
from ..database import load
from ..descriptor.model import Package, Resource
from ..descriptor.parse import DESCRIPTOR
from ..descriptor.schema import Field

ENDING = re.compile(r"(Z|[+-][0-9]{2}:[0-9]{2})?\Z")
Cells = list[tuple[int, str]]


def findings(
    package: Package, tables: Mapping[str, Table], known: Iterable[Finding]
) -> Iterator[Finding]:
    """Every finding that is not `known` yet, one for each cell and rule."""
    told = {(finding.file, finding.line, finding.column) for finding in known}
    if package.series and load.REVISION_COLUMNS in {item.name for item in package.relations}:
        reason = f"a table cannot be called {load.REVISION_COLUMNS!r}: the database has one"
        yield Finding(DESCRIPTOR, None, None, reason, "descriptor")
    for resource in package.resources:
        table = tables[resource.name]
        for field in resource.schema.fields:
            if field.name not in table.columns:
                continue
            place = table.columns.index(field.name)
            cells = [(line, cells[place]) for line, cells in table.records if cells[place]]
            for line, reason, rule in _cells(cells, field, is_series=bool(resource.series)):
                if (table.file, line, field.name) not in told:
                    yield Finding(table.file, line, field.name, reason, rule)
        yield from _keys(resource, table, told)
        yield from _unique(resource, table)


def _cells(cells: Cells, field: Field, *, is_series: bool) -> Iterator[tuple[int, str, str]]:
    """The faults of the filled cells of one column: line, reason, rule."""
    pattern = field.constraints.get("pattern")
    whole = re.compile(pattern) if pattern else None
    for line, cell in cells:
        if not load.is_typed(cell, field):
            yield line, f"{cell!r} is not of type {field.type}, as a database has it", "type-error"
        elif whole and not whole.fullmatch(cell):
            yield line, f"{cell!r} does not match {pattern}", "constraint-error"
        elif is_series and (due := _spelling(cell, field)) != cell:
            reason = f"{cell!r} should be written {due!r}: in revisions a value has one spelling"
            yield line, reason, "spelling"
    if field.type == "datetime":
        yield from _endings([(line, cell) for line, cell in cells if load.is_typed(cell, field)])


def _spelling(cell: str, field: Field) -> str:
    """The one spelling of a value in revisions. SQL compares values and we compare texts: both must
    find the same changes."""
    value = load.value(cell, field)
    return cell if isinstance(value, str) or value is None else spelled(value)


def spelled(value: float) -> str:
    """The one spelling of a number in revisions."""
    if isinstance(value, int):
        return str(value)
    plain = format(Decimal(repr(value)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _endings(cells: Cells) -> Iterator[tuple[int, str, str]]:
    """Moments of one column with another offset than the first: they do not sort."""
    first = ""
    for number, (line, cell) in enumerate(cells):
        found = ENDING.search(cell)
        ending = found[0] if found else ""
        if number == 0:
            first = ending
        elif ending != first:
            written, wanted = (part or "no offset" for part in (ending, first))
            reason = f"{cell!r} has {written} where the first of the column has {wanted}"
            yield line, f"{reason}; moments with other offsets do not sort", "type-error"


def _keys(
    resource: Resource, table: Table, told: set[tuple[str, int | None, str | None]]
) -> Iterator[Finding]:
    """Empty cells in a key of several columns, and references of which one part is empty."""
    key = resource.schema.primary_key
    if len(key) > 1:
        for line, row in table.numbered():
            # Other findings report an empty key, and an empty cell that is required.
            empty = [name for name in key if not row.get(name)]
            for name in empty if len(empty) < len(key) else ():
                if (table.file, line, name) not in told:
                    yield Finding(table.file, line, name, "the key is empty", "primary-key")
    for reference in resource.schema.foreign_keys:
        columns = [name for name in reference.columns if name in table.columns]
        for line, row in table.numbered() if len(columns) > 1 else ():
            filled = [name for name in columns if row[name]]
            if filled and len(filled) < len(columns):
                lacks = ", ".join(name for name in columns if not row[name])
                reason = (
                    f"refers to {reference.relation} by {', '.join(columns)}, and lacks {lacks}"
                )
                yield Finding(table.file, line, lacks, reason, "foreign-key")


def _unique(resource: Resource, table: Table) -> Iterator[Finding]:
    """Records with the same cells in the columns of a unique key. Empty cells are not the same."""
    for columns in resource.schema.unique_keys:
        for name in columns:
            if name not in resource.schema.columns:
                reason = f"uniqueKeys of {resource.name!r} names {name!r}, which is not a field"
                yield Finding(resource.schema_path or DESCRIPTOR, None, None, reason, "unique-key")
        seen: dict[tuple[str, ...], int] = {}
        for line, row in table.numbered() if {*columns} <= {*table.columns} else ():
            cells = tuple(row[name] for name in columns)
            if not all(cells):
                continue
            if cells in seen:
                reason = (
                    f"{', '.join(cells)!r} is on line {seen[cells]} already, but must be unique"
                )
                yield Finding(table.file, line, ", ".join(columns), reason, "unique-key")
            seen.setdefault(cells, line)
