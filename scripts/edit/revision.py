"""Another revision of a series in the descriptor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..descriptor.model import Package


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
