"""The transaction time of every change: the release since which its event is stated as it is now.
The day on which it happened is its valid time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...descriptor.load import load
from ...descriptor.model import Package
from .. import serve_store, store

Row = Mapping[str, str | None]
Identity = tuple[tuple[str, str], ...]

# The parts of a row that are its place in the file, not its content.
PLACE = ("change_id", "old_revision", "kind")


@dataclass(frozen=True)
class Said:
    """The release that said it first, and its day; both empty for an event that is not released
    yet."""

    version: str = ""
    day: str = ""


def said_in(package: Package, row: Row) -> Said:
    """The release since which the row of changes is stated without a break."""
    wanted, found = _identity(row), Said()
    for said, known in _said(package.root):
        if wanted not in known:
            break
        found = said
    return found


def newest(root: Path) -> Said:
    """The newest release, yanked or not."""
    served = serve_store.served(root)
    return Said(served[-1], store.manifest(root, served[-1]).released_on) if served else Said()


@lru_cache(maxsize=64)
def _said(root: Path) -> tuple[tuple[Said, frozenset[Identity]], ...]:
    """What each release says, the newest first; read once a process."""
    return tuple(
        (
            Said(version, store.manifest(root, version).released_on),
            frozenset(map(_identity, _rows(load(serve_store.folder(root, version))))),
        )
        for version in reversed(serve_store.served(root))
    )


def _rows(package: Package) -> Iterator[Row]:
    for resource in package.resources:
        if resource.changes:
            yield from package.table(resource).dicts()


def _identity(row: Row) -> Identity:
    """What the row says, in any order of its columns: a record added with empty cells says the same
    as one without these columns."""
    parts = {name: value for name, value in row.items() if value and name not in PLACE}
    if record := parts.pop("row", None):
        cells = json.loads(record)
        parts["row"] = json.dumps(sorted((n, v) for n, v in cells.items() if v))
    return tuple(sorted(parts.items()))
