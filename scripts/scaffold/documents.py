"""What people read and edit first in a new package: the files in templates/, filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..core.sql import identifier, joined
from .describe import RECORDS, List

TEMPLATES = Path(__file__).parent / "templates"
"""The files of a new package, by their paths in it."""
PLACEHOLDER = re.compile(r"\$([a-z_]+)")
"""A value of the list in a template, in small letters; what shells and workflows replace has
others."""
MAX_RECORDS = 1000
"""Records on one page."""

# Headings of columns of these pages, unless the list has a column of that name.
WORDS = {
    "version": "Version",
    "revision": "Version",
    "records": "Records",
    "record": "Record",
    "standing": "Standing",
    "day": "Day",
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "op": "What happened",
    "field": "Column",
    "old": "Before",
    "new": "After",
}


def documents(name: str, about: List, revisions: Sequence[str]) -> dict[str, str]:
    """The text of each file by its path."""
    key = [identifier(column) for column in about.key]
    values = {
        "name": name,
        "most": str(MAX_RECORDS),
        "title": about.title,
        "series": about.series,
        "first": key[0],
        "old": revisions[0],
        "new": revisions[-1],
        "key": ", ".join(key),
        "joined": joined(about.key),
        "address": " || '/' || ".join(map(_in_address, key)),
        "newest_r": _newest("r.revision"),
        "newest_new": _newest("new_revision"),
        "parameters": "/".join(f"<{column}>" for column in about.key),
        "where": " AND ".join(f"{identifier(column)} = :{column}" for column in about.key),
        "columns": ", ".join(map(identifier, about.columns)),
        "others": ", ".join(identifier(item) for item in about.columns if item not in about.key)
        or "'listed' AS standing",
    }
    found = {"data/pages/words.yml": _words(about), "metadata.yml": _metadata(name, about)}
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            filled = PLACEHOLDER.sub(lambda name: values[name[1]], text)
            found[path.relative_to(TEMPLATES).as_posix()] = filled
    return found


def _metadata(name: str, about: List) -> str:
    import yaml

    tables = {RECORDS: {"label_column": "label"}}
    document = {"title": about.title, "databases": {name: {"tables": tables}}}
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return text


def _words(about: List) -> str:
    lines = [
        f"  {name}: {{en: {word}}}" for name, word in WORDS.items() if name not in about.columns
    ]
    return "\n".join(["columns:", *lines]) + "\n"


def _newest(column: str) -> str:
    """The order of revisions, the newest first: by day, then the second of a day."""
    return f"substr({column}, 1, 10) DESC, length({column}) DESC, {column} DESC"


def _in_address(column: str) -> str:
    """SQL for the column as one part of an address."""
    text = f"r.{column}"
    for sign in "%/?#\\":
        text = f"replace({text}, '{sign}', '%{ord(sign):02X}')"
    return text
