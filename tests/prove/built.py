"""What a proof asks of the package in a folder before it begins."""

from __future__ import annotations

from pathlib import Path

from revisioned.build import database
from revisioned.descriptor.load import load


def missing(root: Path) -> str:
    """What to do where the package has no database; empty where it has one."""
    path = database.path(load(root))
    return "" if path.exists() else f"there is no {path.relative_to(root)}: run `make build` first"
