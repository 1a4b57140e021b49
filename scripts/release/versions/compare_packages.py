"""What differs between two packages, each a release or a folder, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from ...core.csv_table import parse
from ...descriptor.load import load
from ...descriptor.model import Package, Resource
from ...descriptor.parse import DESCRIPTOR
from ...diff.compare import Options, compare_rows
from ...diff.model import Diff
from .. import archive
from .difference import compare


def tables(root: Path, old: str, new: str) -> Iterator[tuple[str, Diff]]:
    """The name of each table that differs from `old` to `new`, and how: in the order of the
    descriptor, removed tables last. A table that only one of them has differs in all its records.
    Raises UsageError where there is no such release."""
    with _opened(root, old) as before, _opened(root, new) as after:
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


def _opened(root: Path, word: str) -> AbstractContextManager[tuple[Package, Mapping[str, bytes]]]:
    return (
        _folder(Path(word)) if (Path(word) / DESCRIPTOR).is_file() else archive.unpacked(root, word)
    )


@contextmanager
def _folder(folder: Path) -> Iterator[tuple[Package, Mapping[str, bytes]]]:
    package = load(folder)
    files = {item.path: (folder / item.path).read_bytes() for item in package.resources}
    yield package, files


def _whole(resource: Resource, files: Mapping[str, bytes], op: str) -> Diff:
    """The difference between a table and the same table without records."""
    table = parse(files[resource.path], resource.path)
    sides = ([], table.rows) if op == "added" else (table.rows, [])
    old, new = ((table.columns, rows) for rows in sides)
    return compare_rows(old, new, Options(resource.schema.primary_key))
