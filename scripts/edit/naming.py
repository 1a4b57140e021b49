"""Names that a package can have, made from headers, file names and folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# What a name may hold besides letters and digits is one sign, never two in a row.
BREAKS = re.compile(r"[\W_]+")
# A year alone, or with more: 2025, 2025-06, 2025-1 (an edition), 2025-06-30, 20250630.
DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:([-_.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{2})(\d{2})?)?(?!\d)"
)
# Columns that the tables of a package have besides, which those of a list cannot be called.
TAKEN = ("revision", "_file", "_line")
TAKEN_BESIDE_THE_KEY = (
    *("change_id", "series", "old_revision", "new_revision", "kind", "op", "field", "old", "new"),
    *("row", "source_id", "label"),
)


def fit(text: str, joint: str = "_") -> str:
    """The text as a name: lower case, letters and digits, `joint` for all else; a name that would
    begin with a digit, or be empty, begins with "c"."""
    name = BREAKS.sub(joint, unicodedata.normalize("NFKC", text).strip()).strip(joint).lower()
    return name if name and not name[0].isdigit() else f"c{joint}{name}".rstrip(joint)


def columns(headers: Sequence[str], key: Sequence[str]) -> dict[str, str]:
    """The name of each column by its header, all different; `key` are headers too."""
    names: dict[str, str] = {}
    for header in headers:
        wanted = fit(header)
        taken = TAKEN + (TAKEN_BESIDE_THE_KEY if header in key else ())
        name, number = wanted, 1
        while name in names.values() or name in taken:
            number += 1
            name = f"{wanted}_{number}"
        names[header] = name
    return names


def day(text: str) -> str:
    """The day, month, edition or year that a file name holds, joined by "-"; empty without one."""
    found = DAY.search(text)
    return "-".join(part for part in found.group(1, 3, 4, 5, 6) if part) if found else ""


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, a second one of the same with -2 behind it, and so on."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found
