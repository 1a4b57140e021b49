"""Which version the changes since the last release demand.

After the Data Package recipe: structure MAJOR; revision, table or record added MINOR; cell
corrected, record taken back, or metadata only PATCH. Taking back a record that others refer to
breaks them, so it is MAJOR.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from ...core.errors import UsageError

VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")


class Level(IntEnum):
    """The part of the version that a change raises."""

    PATCH = 2
    MINOR = 1
    MAJOR = 0


class Reason(NamedTuple):
    """A change, in words, and the level that it demands."""

    level: Level
    what: str


def ordered(version: str) -> tuple[int, ...]:
    """The parts of a version as numbers, for comparing. Raises UsageError for anything else."""
    if not VERSION.fullmatch(version):
        raise UsageError(f"invalid version {version!r}; write three numbers: 1.0.0")
    return tuple(map(int, version.split(".")))


def following(version: str, level: Level) -> str:
    """The next version, raised at the level."""
    parts = ordered(version)
    raised = [*parts[:level], parts[level] + 1, *([0] * (2 - level))]
    return ".".join(map(str, raised))
