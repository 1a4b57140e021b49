"""A proof needs the database of the package in the folder."""

from __future__ import annotations

from pathlib import Path

from revisioned.build import database
from revisioned.descriptor.load import load


def missing(root: Path) -> str:
    """What to do if the package has no database; empty if it has one."""
    path = database.path(load(root))
    return "" if path.exists() else f"there is no {path.relative_to(root)}: run `make build` first"
