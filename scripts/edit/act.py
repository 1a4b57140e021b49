"""One act entered, with what it needs, or taken back: all of it or nothing.

An entry is a record of the table `acts`, with records of other tables that it needs (its source, a
new body and its names) and records that it makes untrue (a search that found nothing). Everything
is tried on a copy, derived and checked, and only then put in place in one step.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core import atomic
from ..core.diagnostics import Finding
from ..core.errors import PackageError
from ..descriptor.load import load
from ..descriptor.model import Package
from . import transaction
from .fit import MisfitError, misfits
from .records import Cells, add, edited, key_of, remove, with_defaults

ACTS = "acts"
MEMORY = "build/acts.json"


@dataclass(frozen=True)
class Entry:
    """An act: its cells by column, with records to `add` to other tables and to `remove` from
    them, each as (table, cells). A column that an added record leaves out is taken from the act
    where the act has one of that name."""

    act: Cells
    add: Sequence[tuple[str, Cells]] = field(default=())
    remove: Sequence[tuple[str, Cells]] = field(default=())

    @property
    def tables(self) -> set[str]:
        """The tables that the entry edits besides `acts`."""
        return {table for table, _ in (*self.add, *self.remove)}


def attempt(
    root: Path, entry: Entry, folder: Path, warn: Callable[[Finding], None] | None = None
) -> tuple[str, atomic.Changes]:
    """Try the entry on a copy of the package in `folder`: the name of the act, and the files that
    it changes; `warn` gets each warning of the check. Raises UsageError for an unknown column,
    MisfitError for cells that do not fit, CheckFailedError for what a check would refuse; the
    package itself is not touched."""
    name = ""

    def edit(package: Package) -> None:
        nonlocal name
        acts = edited(package, ACTS)
        record = with_defaults(acts, entry.act)
        name = key_of(acts, record)
        for table, cells in entry.remove:
            remove(package, edited(package, table), cells)
        added = [(acts, record, entry.act)]
        for table, cells in entry.add:
            resource = edited(package, table)
            shared = {own: record[own] for own in resource.schema.columns if own in record}
            added.append((resource, with_defaults(resource, shared | dict(cells)), cells))
        for resource, cells, _ in added:
            add(package, resource, cells)
        # A cell that a default made from other cells is not listed with them.
        wrong = [
            misfit
            for resource, cells, given in added
            for misfit in misfits(package, resource, cells)
            if misfit.column in given or not cells[misfit.column]
        ]
        if wrong:
            raise MisfitError(wrong)

    changes = transaction.attempt(root, folder, edit, warn)
    return name, changes


def enter(root: Path, name: str, changes: atomic.Changes) -> None:
    """Put the changes of an attempt in place, and remember what was there before."""
    memory = [*_memory(root), _remembered(root, name, changes)]
    atomic.commit(root, {**changes, MEMORY: json.dumps(memory, indent=2).encode()})


def undo(root: Path) -> tuple[str, atomic.Changes]:
    """The last act entered that is not released, and the files as they were before it.

    Raises PackageError without such an act, where a version was released since, or where somebody
    changed one of the files since: taking it back would then take back more.
    """
    memory = _memory(root)
    if not memory:
        raise PackageError("no act to undo: none was added here with this command")
    last = memory[-1]
    name = last["act"]
    if last["version"] != load(root).descriptor.get("version"):
        raise PackageError(f"{name} is released and stays: add an act `rescinded`, or correct it")
    for path, hashed in last["after"].items():
        if atomic.hash_of(atomic.read(root / path)) != hashed:
            raise PackageError(f"{path} was changed after {name} was entered; undo it by hand")
    before: dict[str, bytes | None] = {
        path: None if data is None else base64.b64decode(data)
        for path, data in last["before"].items()
    }
    return name, {**before, MEMORY: json.dumps(memory[:-1], indent=2).encode()}


def _memory(root: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(atomic.read(root / MEMORY) or b"[]"))
    except (ValueError, TypeError, RecursionError):
        raise PackageError(f"{MEMORY}: not what this command writes; remove it") from None


def _remembered(root: Path, name: str, changes: atomic.Changes) -> dict[str, Any]:
    before = {path: atomic.read(root / path) for path in changes}
    return {
        "act": name,
        "version": load(root).descriptor.get("version"),
        "before": {
            path: None if data is None else base64.b64encode(data).decode()
            for path, data in before.items()
        },
        "after": {path: atomic.hash_of(data) for path, data in changes.items()},
    }
