"""What differs between two releases, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ...core.csv_table import parse
from ...descriptor.model import Resource
from ...diff.engines.sqlite import struck
from ...diff.model import Diff, Shape
from .. import publish
from .difference import compare


def tables(root: Path, old: str, new: str) -> Iterator[tuple[str, Diff]]:
    """The name of each table that differs from release `old` to `new`, and how: in the order of
    the descriptor, those that are gone last. A table that one release does not have differs in
    all its records. Raises UsageError where there is no such release."""
    with publish.opened(root, old) as before, publish.opened(root, new) as after:
        difference = compare(*before, *after)
        found = {
            **difference.tables,
            **{r.name: _whole(r, after[1], "added") for r in difference.added},
        }
        for name in (resource.name for resource in after[0].resources):
            if name in found:
                yield name, replace(found[name], old=old, new=new)
        for resource in difference.removed:
            gone = _whole(resource, before[1], "removed")
            yield resource.name, replace(gone, old=old, new=new)


def _whole(resource: Resource, files: Mapping[str, bytes], op: str) -> Diff:
    """The difference between a table and the same with no records."""
    table = parse(files[resource.path], resource.path)
    columns = tuple(table.columns)
    shape = Shape(resource.schema.primary_key, columns, columns)
    rows = [cells for _, cells in table.records]
    sides = ([], rows) if op == "added" else (rows, [])
    return Diff("", "", shape, tuple(struck(shape, *sides)))
