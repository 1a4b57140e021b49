"""Which parts of a descriptor are derived from other files, and which are written by people."""

from __future__ import annotations

from typing import Any

from .model import Package
from .parse import Json

# The properties of a resource about its bytes.
STATED = ("bytes", "hash")


def is_derived(package: Package, item: Json) -> bool:
    """Whether a resource of the descriptor is derived from others: a revision of a derived series,
    the changes, recomputed figures, or the result of a view."""
    derived = {series.name for series in package.series if series.derived}
    return item.get("series") in derived or any(
        name in item for name in ("changes", "computes", "view")
    )


def as_declared(item: Json) -> dict[str, Any]:
    """A resource of the descriptor without what it states of its bytes."""
    return {name: value for name, value in item.items() if name not in STATED}
