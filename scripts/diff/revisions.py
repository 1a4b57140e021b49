"""Revisions of a series, found through the package's descriptor: `prints/2026-01-07-memorandum`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.errors import UsageError

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Revision:
    """One state of a series: its file, its key, its columns in the schema's order, and those
    that a difference leaves out unless told otherwise."""

    name: str
    series: str
    path: Path
    key: tuple[str, ...]
    columns: tuple[str, ...]
    ignore: tuple[str, ...]


def revisions(root: Path) -> dict[str, Revision]:
    """Every revision of the package in the folder `root`, by name; none without a package."""
    file = root / DESCRIPTOR
    if not file.exists():
        return {}
    package = json.loads(file.read_bytes())
    ignored = {series["name"]: series.get("ignore", []) for series in package.get("series", [])}
    found = {}
    for resource in package["resources"]:
        if "revision" in resource:
            name = f"{resource['series']}/{resource['revision']}"
            found[name] = _revision(root, name, resource, ignored[resource["series"]])
    return found


def _revision(
    root: Path, name: str, resource: Mapping[str, Any], ignore: Sequence[str]
) -> Revision:
    schema = resource["schema"]
    if isinstance(schema, str):
        schema = json.loads((root / schema).read_bytes())
    key = schema["primaryKey"]
    return Revision(
        name,
        resource["series"],
        root / resource["path"],
        (key,) if isinstance(key, str) else tuple(key),
        tuple(field["name"] for field in schema["fields"]),
        tuple(ignore),
    )


def pair(old: str, new: str, root: Path) -> tuple[Revision, Revision] | None:
    """The two revisions that the words name, or None where neither names one.

    Raises UsageError where only one does, or where they belong to two series, or where a word
    has the name of a series before its slash and no revision of that name is known.
    """
    known = revisions(root)
    series = {revision.series for revision in known.values()}
    for word in (old, new):
        if word not in known and word.partition("/")[0] in series and not Path(word).exists():
            raise UsageError(f"no revision {word!r}; known are: {', '.join(known)}")
    if old not in known and new not in known:
        return None
    if old not in known or new not in known:
        raise UsageError(
            f"{old!r} and {new!r}: compare two revisions or two files; "
            f"known revisions are: {', '.join(known)}"
        )
    if known[old].series != known[new].series:
        raise UsageError(f"{old!r} and {new!r} are revisions of different series")
    return known[old], known[new]
