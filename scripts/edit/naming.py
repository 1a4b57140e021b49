"""Names that a package can have, made from headers, file names and folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ..descriptor.validate import NAMED, is_name

# What a name may hold besides letters and digits is one sign, never two in a row.
BREAKS = re.compile(r"[\W_]+")
# A year alone, or with more: 2025, 2025-06, 2025-1 (an edition), 2025-06-30, 20250630.
DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:([-_.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{2})(\d{2})?)?(?!\d)"
)
# Windows takes these for devices, whatever follows behind a dot.
DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
# The file of a difference has two names of revisions in its own, and 255 bytes are the most.
MAX_BYTES = 100
FILE_NAMED = (
    f"{NAMED}; it does not end with a dot, is not a device of Windows such as con or nul, and has"
    f" at most {MAX_BYTES} bytes"
)
# Tables that a new package has besides, or that the database has.
TABLES = ("sources", "records", "revisions", "revision_columns", "changes", "current", "package")
MAX_SERIES = 30
# Columns that the tables or the pages of a package have besides, or for which SQLite has another
# meaning: a list cannot have them, nor, in its key, those of the changes and of addresses.
TAKEN = (
    *("revision", "_file", "_line", "rowid", "oid", "_rowid_", "true", "false"),
    *("label_en", "title_en", "text_en", "note_en"),
)
TAKEN_BESIDE_THE_KEY = (
    *("change_id", "series", "old_revision", "new_revision", "kind", "op", "field", "old", "new"),
    *("row", "source_id", "label", "place", "value", "cited", "since", "first_seen", "last_seen"),
    *("revisions", "in_newest", "format", "section", "version", "q"),
)


def fit(text: str, joint: str = "_") -> str:
    """The text as a name: lower case, letters and digits, `joint` for all else; a name that would
    begin with a digit, or be empty, begins with "c"."""
    # Lower case first: it makes two signs of one letter, of which the second is not a letter.
    plain = unicodedata.normalize("NFKC", text).lower()
    name = BREAKS.sub(joint, plain).strip(joint)
    return name if name and not name[0].isdigit() else f"c{joint}{name}".rstrip(joint)


def series(text: str) -> str:
    """The text as the name of a series, of its tables and of its files on any system."""
    name = fit(text)[:MAX_SERIES].strip("_")
    is_taken = name in TABLES or name.startswith(("sqlite", "records_fts"))
    return name if is_file_name(name) and not is_taken else f"list_{name}"


def columns(headers: Sequence[str], key: Sequence[str]) -> dict[str, str]:
    """The name of each column by its header, all different in any case; `key` are headers too."""
    names: dict[str, str] = {}
    used: set[str] = set()
    for header in headers:
        wanted = fit(header)
        taken = TAKEN + (TAKEN_BESIDE_THE_KEY if header in key else ())
        name, number = wanted, 1
        while name.casefold() in used or name in taken:
            number += 1
            name = f"{wanted}_{number}"
        used.add(name.casefold())
        names[header] = name
    return names


def is_file_name(name: str) -> bool:
    """Whether a name that a package may have is that of a file on any system too."""
    is_file = not name.endswith(".") and not DEVICE.fullmatch(name)
    return is_name(name) and is_file and len(name.encode()) <= MAX_BYTES


def day(text: str) -> str:
    """The day, month, edition or year that a file name holds, joined by "-"; empty without one."""
    found = DAY.search(text)
    return "-".join(part for part in found.group(1, 3, 4, 5, 6) if part) if found else ""


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, all different in any case: a second one of the same with -2 behind it,
    and so on."""
    used: set[str] = set()
    found = []
    for wanted in names:
        name, number = wanted, 1
        while name.casefold() in used:
            number += 1
            name = f"{wanted}-{number}"
        used.add(name.casefold())
        found.append(name)
    return found
