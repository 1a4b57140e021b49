"""Where new columns of a version appear besides the series: in its views and on pages whose SQL
lists all its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core import atomic
from ..core.sql import identifier
from ..descriptor.pages import FOLDER
from ..descriptor.schema import Schema


def widen(
    root: Path, descriptor: Mapping[str, Any], series: str, before: Schema, new: Sequence[Any]
) -> None:
    """Add the fields `new` after those of `before`, the schema of the series until now: to each
    published view that has all of these (in the descriptor too), and to each page that lists
    them."""
    for item in descriptor["resources"]:
        fields = item["schema"].get("fields", []) if isinstance(item["schema"], dict) else []
        has_all = tuple(field["name"] for field in fields) == before.columns
        if "view" in item and has_all and _listed(root / item["view"], series, before, new):
            item["schema"]["fields"] = [*fields, *new]
    for file in sorted((root / FOLDER).glob("*.yml")):
        _listed(file, series, before, new)


def _listed(file: Path, series: str, before: Schema, new: Sequence[Any]) -> bool:
    """Whether the SQL in the file reads all columns of the series, or all but its key; if so, add
    the new ones."""
    text = file.read_text(encoding="utf-8")
    others = [name for name in before.columns if name not in before.primary_key]
    lists = [", ".join(map(identifier, names)) for names in (before.columns, others) if names]
    columns = "|".join(map(re.escape, lists))
    pattern = re.compile(rf"(?<=\s)(?:{columns})(?=\s+FROM {re.escape(identifier(series))})")
    added = "".join(f", {identifier(field['name'])}" for field in new)
    wide, times = pattern.subn(lambda found: found[0] + added, text)
    if times:
        atomic.replace(file, wide.encode())
    return bool(times)
