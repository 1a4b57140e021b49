"""Reading, adding and removing records of the tables that people edit, by the descriptor."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.csv_table import dump, read
from ..core.errors import UsageError
from ..descriptor.derived import is_derived
from ..descriptor.model import Package, Resource

Cells = Mapping[str, str]


def correctable(package: Package) -> list[Resource]:
    """The tables in which people correct errors: those that they edit, and published revisions."""
    items = package.descriptor["resources"]
    names = {item["name"] for item in items if not is_derived(package, item)}
    return [resource for resource in package.resources if resource.name in names]


def corrected(package: Package, table: str) -> Resource:
    """The table of that name in which people correct errors; else UsageError."""
    return _named(package, table, correctable(package))


def edited(package: Package, table: str) -> Resource:
    """The table of that name that people edit; else UsageError with the names that exist."""
    return _named(package, table, _editable(package))


def _editable(package: Package) -> list[Resource]:
    return [resource for resource in correctable(package) if not resource.series]


def _named(package: Package, table: str, known: list[Resource]) -> Resource:
    for resource in known:
        if resource.name == table:
            return resource
    names = sorted(resource.name for resource in _editable(package))
    raise UsageError(f"no table {table!r} to edit; there are: {', '.join(names)}")


def key_of(resource: Resource, cells: Cells) -> str:
    """The key of a record as one text, several columns of it with commas between."""
    return ",".join(cells[name] for name in resource.schema.primary_key)


def by_key(package: Package, resource: Resource) -> dict[str, dict[str, str]]:
    """The records of a table by its key."""
    rows = read(package.root / resource.path, resource.path).dicts()
    return {key_of(resource, row): row for row in rows}


def with_defaults(resource: Resource, cells: Cells) -> dict[str, str]:
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
            filled = column.filled(record)
            record[column.name] = filled.replace("_", "-") if filled != column.default else filled
    return record


def add(package: Package, resource: Resource, *records: Cells) -> None:
    """Add the records to the file, in key order."""
    table = read(package.root / resource.path, resource.path)
    key = [table.columns.index(name) for name in resource.schema.primary_key]
    rows = [cells for _, cells in table.records]
    rows += [[record[name] for name in table.columns] for record in records]
    rows.sort(key=lambda cells: [cells[index] for index in key])
    (package.root / resource.path).write_bytes(dump(table.columns, rows))


def remove(package: Package, resource: Resource, cells: Cells) -> None:
    """Drop the records that have these cells. Raises UsageError if no record has them."""
    with_defaults(resource, cells)
    table = read(package.root / resource.path, resource.path)
    kept = [
        [*record.values()]
        for record in table.dicts()
        if any(record[name] != value for name, value in cells.items())
    ]
    if len(kept) == len(table.records):
        what = ", ".join(f"{name}={value}" for name, value in cells.items())
        raise UsageError(f"{resource.path} has no record with {what}")
    (package.root / resource.path).write_bytes(dump(table.columns, kept))
