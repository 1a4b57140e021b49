"""Another revision of a series: what it may be called, and its entry in the descriptor."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..descriptor.model import REVISIONS, Package
from .naming import FILE_NAMED, is_file_name


def name_fault(revision: str, package: Package | None = None) -> str:
    """What is wrong with the name of a new revision, which becomes the name of a file on any
    system; empty where nothing is. A package may have a pattern of its own for it."""
    wrong = f"{revision!r} is not a name of a revision"
    if not is_file_name(revision):
        return f"{wrong}: {FILE_NAMED}"
    for item in package.resources if package else ():
        there = item.revision or ""
        if there != revision and there.casefold() == revision.casefold():
            return f"{wrong} here: {there} differs only in capitals, which some systems ignore"
    for field in package.relation(REVISIONS).schema.fields if package else ():
        pattern = field.constraints.get("pattern", "")
        if field.name == "revision" and pattern and not re.fullmatch(pattern, revision):
            return f"{wrong} here: `{REVISIONS}` has the pattern {pattern}"
    return ""


def listed(
    package: Package, beside: str, new: Mapping[str, Any], *, before: bool = False
) -> dict[str, Any]:
    """The descriptor with one more resource: a copy of the one called `beside` with what is `new`,
    after it, or `before` it."""
    descriptor: dict[str, Any] = json.loads(json.dumps(package.descriptor))
    items = descriptor["resources"]
    place = next(index for index, item in enumerate(items) if item["name"] == beside)
    items.insert(place + (not before), {**items[place], **new})
    return descriptor
