"""Sort the files that people edit by their keys."""

from __future__ import annotations

from ..core import csv_table
from ..core.errors import InputError
from ..descriptor.derived import is_derived
from ..descriptor.model import Package, Resource


def sort(package: Package) -> dict[str, bytes]:
    """The new bytes, by path, of each file whose records are out of order. Records with the same
    key keep their order. A file that cannot be read is left out; `check` reports it."""
    found = {}
    for item, resource in zip(package.descriptor["resources"], package.resources, strict=True):
        if not is_derived(package, item) and (data := _sorted(package, resource)):
            found[resource.path] = data
    return found


def _sorted(package: Package, resource: Resource) -> bytes | None:
    try:
        table = csv_table.read(package.root / resource.path, resource.path)
    except InputError:
        return None
    if not {*resource.schema.primary_key} <= {*table.columns}:
        return None
    places = [table.columns.index(name) for name in resource.schema.primary_key]
    rows = [cells for _, cells in table.records]
    ordered = sorted(rows, key=lambda cells: [cells[place] for place in places])
    return None if rows == ordered else csv_table.dump(table.columns, ordered)
