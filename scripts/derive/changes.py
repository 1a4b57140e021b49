"""The changes of every series: the events between each revision and the one before it, with the
source of each. In bitemporal terms a revision has the valid time, and a release the transaction
time (see release/versions/transaction_time.py).

`kind` is that of the series: `update` where the world changed, `wording` where only the printed
text did.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..core.csv_table import Table, dump, key_faults, line
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.model import REVISIONS, Package, Resource, Series
from ..diff.compare import Options, compare_rows
from ..diff.engines.csv_blocks import FastPathUnsupportedError
from ..diff.model import DiffSchema, Event, record

Row = dict[str, str]


def compute(package: Package, resource: Resource, tables: Mapping[str, Table]) -> bytes:
    """The file of all changes, with the columns of the resource's schema, in key order.

    `tables` has the table of each resource by name. The columns `change_id`, `series`,
    `old_revision`, `new_revision`, `kind`, `op`, `field`, `old`, `new`, `row` and `source_id` are
    filled here; every other column is a key column of a series. Raises InputError where the table
    of revisions lacks a column.
    """
    revisions = tables[REVISIONS]
    faults = [
        Finding(revisions.file, 1, name, "the table of revisions needs this column", "revisions")
        for name in ("series", "revision", "source_id")
        if name not in revisions.columns
    ]
    if faults:
        raise InputError(faults)
    cited = {(row["series"], row["revision"]): row["source_id"] for row in revisions.dicts()}
    columns = resource.schema.columns
    rows = [
        row
        for series in package.series
        for old, new in pairwise(package.revisions(series.name))
        for row in _between(series, old, new, tables, cited)
    ]
    rows.sort(key=lambda row: [row.get(name, "") for name in resource.schema.primary_key])
    return dump(columns, [[row.get(name, "") for name in columns] for row in rows])


def revision_schema(series: Series, resource: Resource) -> DiffSchema:
    """How two revisions of a series are compared in the database, where every revision has every
    column."""
    columns = resource.schema.columns
    key = resource.schema.primary_key
    return DiffSchema(key, columns, columns, ignored=series.ignore, order=columns)


def _between(
    series: Series,
    old: Resource,
    new: Resource,
    tables: Mapping[str, Table],
    cited: Mapping[tuple[str, str], str],
) -> Iterator[Row]:
    before, now = tables[old.name], tables[new.name]
    present = {*before.columns, *now.columns}
    options = Options(
        new.schema.primary_key,
        ignore=[name for name in series.ignore if name in present],
        order=new.schema.columns,
    )
    try:
        diff = compare_rows((before.columns, before.rows), (now.columns, now.rows), options)
    except FastPathUnsupportedError:
        sides = ((tables[side.name], side.schema.primary_key) for side in (old, new))
        faults = [fault for side in sides for fault in key_faults(*side, "primary-key")]
        raise InputError(faults) from None
    after = {tuple(row[name] for name in diff.schema.key): row for row in tables[new.name].dicts()}
    printed = cited.get((series.name, new.revision or ""), "")
    for event in diff.events:
        what = f"{_record_id(event.key)}/{event.field or event.op}"
        whole = event.row and record(diff.schema.own(event.op), event.row)
        yield {
            "change_id": f"{series.name}/{new.revision}/{what}",
            "series": series.name,
            "old_revision": old.revision or "",
            "new_revision": new.revision or "",
            "kind": series.kind,
            **dict(zip(diff.schema.key, event.key, strict=True)),
            "op": event.op,
            "field": event.field or "",
            "old": event.old or "",
            "new": event.new or "",
            "row": json.dumps(whole, ensure_ascii=False) if whole else "",
            "source_id": _source(new, event, after.get(event.key, {})) or printed,
        }


def _record_id(key: Sequence[str]) -> str:
    """The key in the id of a change: its parts with commas between, as CSV where one of several
    has a comma. Every other id has no quotes of its own, as it was published."""
    is_plain = len(key) == 1 or "," not in "".join(key)
    return ",".join(key) if is_plain else line(key).removesuffix("\n")


def _source(resource: Resource, event: Event, row: Row) -> str:
    """The source that the new record names for the cell; for an added record, for its latest dated
    cell. Empty where the schema names no source column."""
    cited = {
        field.name: row.get(field.source, "") for field in resource.schema.fields if field.source
    }
    if event.row is None:
        return cited.get(event.field or "", "")
    dated = [(row.get(name, ""), source) for name, source in cited.items() if source]
    return max(dated)[1] if dated else ""
