"""Which record is meant by what is no key: a part of one, another spelling of it, or a name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from ..core import normalize
from ..core.csv_table import Table
from ..descriptor.model import Package

MOST = 5


def advice(package: Package, tables: Mapping[str, Table], asked: str) -> str:
    """What to write instead; empty where no record is near. `tables` has at least those that the
    history of a record is read from."""
    wanted = normalize.key(asked)
    found: dict[str, bool] = {}
    for key, cells in _records(package, tables):
        record = ",".join(key)
        if record not in found and wanted:
            is_key = wanted in map(normalize.key, (record, *key))
            if is_key or any(wanted == normalize.key(cell) for cell in cells if cell):
                found[record] = is_key
    # A key is nearer than a name.
    near = [record for record, is_key in found.items() if is_key] or [*found]
    listed = " or ".join(near[:MOST])
    return f"write {listed}{', or another one' * (len(near) > MOST)}" if near else ""


def _records(
    package: Package, tables: Mapping[str, Table]
) -> Iterator[tuple[list[str], Collection[str]]]:
    """The key and the cells of every record that a revision had, some of them again."""
    for series in package.series:
        for resource in package.revisions(series.name)[:1]:
            for row in tables[resource.name].dicts():
                yield [row[name] for name in resource.schema.primary_key], row.values()
    for resource in package.resources:
        if resource.changes:
            for row in tables[resource.name].dicts():
                key = package.relation(row["series"]).schema.primary_key
                cells = json.loads(row["row"]).values() if row["row"] else [row["new"]]
                yield [row[name] for name in key], cells
