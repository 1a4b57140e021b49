"""How each file of the package is merged: tables by their key; derived files not at all, since
`refresh` writes them again."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from ..core.diagnostics import Finding
from ..core.errors import InputError, UsageError
from ..core.strict_json import as_json
from ..descriptor.derived import as_declared, is_derived
from ..descriptor.model import Package, Resource
from ..descriptor.parse import DESCRIPTOR
from . import data_dictionary


def follows(package: Package, path: str) -> bool:
    """Whether the whole file is derived from others."""
    folders = [series.derived.folder for series in package.series if series.derived]
    derived = [
        item["path"] for item in package.descriptor["resources"] if is_derived(package, item)
    ]
    inside = any(PurePosixPath(path).is_relative_to(folder) for folder in folders)
    return path == data_dictionary.PATH or inside or path in derived


def table(package: Package, path: str) -> Resource:
    """The table in the file. Raises UsageError where the package has no such table."""
    for resource in package.resources:
        if resource.path == path:
            return resource
    raise UsageError(f"{path} is not a table of {DESCRIPTOR}; give its key: --key COLUMN")


def written(resource: Resource) -> tuple[str, ...]:
    """The columns of a table that commands fill in: people cannot disagree on them."""
    return resource.ignore + ((resource.queries.hash,) if resource.queries else ())


def descriptor(package: Package, base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """The merged descriptor, if at most one side changed parts that people edit, other than hashes,
    sizes and resources of derived series; None where both did."""
    stripped = [_edited(package, data) for data in (base, ours, theirs)]
    if stripped[0] == stripped[2]:
        return ours
    return theirs if stripped[0] == stripped[1] or stripped[1] == stripped[2] else None


def _edited(package: Package, data: bytes) -> bytes:
    """The parts of a descriptor that people edit."""
    try:
        document: dict[str, Any] = json.loads(data)
        resources = [
            as_declared(item) for item in document["resources"] if not is_derived(package, item)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reason = "one of the three is not a valid descriptor; merge it by hand"
        raise InputError([Finding(DESCRIPTOR, None, None, reason, "merge")]) from None
    return as_json({**document, "resources": resources})
