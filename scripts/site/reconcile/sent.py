"""What a client of reconciliation sends: JSON, lists and values, read or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ...core.errors import UsageError
from ...core.normalize import key as normal
from .matching import MAX_NAME_CHARS

TRUTH = {True: "true", False: "false"}
# The ways to give a value in an object, and a day with the time that a client adds to it.
KINDS = ("id", "str", "int", "float", "date")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?")


def is_number(text: str) -> bool:
    """Whether the text is a whole number of a few ASCII digits."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def comparable(value: object) -> str:
    """A value that a client sends, as text: what `extend` gives, or what a client makes of that."""
    if isinstance(value, dict):
        value = next((value[kind] for kind in KINDS if kind in value), "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = TRUTH[value] if isinstance(value, bool) else str(value)[:MAX_NAME_CHARS]
    return normal(MIDNIGHT.sub(r"\1", text))


def parsed(text: str, what: str) -> dict[str, Any]:
    """The JSON text as an object. Raises UsageError, which calls it `what`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"`{what}` is not JSON") from None
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError(f"`{what}` contains an unpaired surrogate") from None
    if not isinstance(document, dict):
        raise UsageError(f"`{what}` is not a JSON object")
    return document


def listed(item: Mapping[str, Any], name: str, most: int, optional: bool = False) -> list[Any]:
    """The list of that name in the item. Raises UsageError for one with more than `most` items."""
    value = item.get(name, [] if optional else None)
    if not isinstance(value, list):
        raise UsageError(f"`{name}` is not a list")
    if len(value) > most:
        raise UsageError(f"{len(value)} {name} at once; this service takes {most}")
    return value


def as_text(value: Mapping[str, Any]) -> str:
    """A value as people read it: the name of an entity, the day of a date."""
    text = str(value.get("name") or next(iter(value.values())))
    return text.partition("T00:")[0] if "date" in value else text
