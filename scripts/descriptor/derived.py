"""Which resources are derived from others, and which are written by people."""

from __future__ import annotations

from .model import Package
from .parse import Json


def is_derived(package: Package, item: Json) -> bool:
    """Whether a resource of the descriptor is derived from others: a revision of a derived series,
    the changes, recomputed figures, or the result of a view."""
    derived = {series.name for series in package.series if series.derived}
    return item.get("series") in derived or any(
        name in item for name in ("changes", "computes", "view")
    )
