"""Which commands are offered: some need a table or a property that a package may lack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .parse import DESCRIPTOR

# The table that a command is about.
TABLES = {"act": "acts", "contribute": "acts", "watch": "watches"}
# The property of a series that a command fills.
PROPERTIES = {"intake": "intake"}


def lacking(root: Path) -> Mapping[str, str]:
    """For each command that does not fit the package in the folder, what the package lacks, in
    words. Empty where there is no package, or none that can be read: `check` says why."""
    try:
        document = json.loads((root / DESCRIPTOR).read_bytes())
        tables = {item.get("name") for item in document.get("resources", [])}
        properties: set[Any] = {name for item in document.get("series", []) for name in item}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}
    missing = {
        command: f"a table {table!r}" for command, table in TABLES.items() if table not in tables
    }
    return missing | {
        command: f"a series with the property {name!r}"
        for command, name in PROPERTIES.items()
        if name not in properties
    }
