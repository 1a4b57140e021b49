"""The style of our pages: the files of static/css/ in the order of their names, as one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from . import STATIC

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENTED = re.compile(r"\n\s*")
# The most groupings, and values to filter by, that can be offered: see
# templates/sections/rows.html.
MAX_GROUPS, MAX_FILTERS, MAX_VALUES = 4, 2, 12


@dataclass(frozen=True)
class Stylesheet:
    """The text, and a name that changes with it."""

    text: str
    version: str


@cache
def stylesheet() -> Stylesheet:
    """The style as it is sent, without comments and indents; read once a process."""
    files = sorted((STATIC / "css").glob("*.css"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files) + "\n" + _chosen()
    text = INDENTED.sub("\n", COMMENT.sub("", text)).strip() + "\n"
    return Stylesheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def _chosen() -> str:
    """What radio buttons show and hide: one grouping of rows, the rows of one value."""
    hidden = [
        f'.grouped:has(.by[value="{number}"]:checked) .grouping:not(.g{number})'
        for number in range(1, MAX_GROUPS + 1)
    ]
    for place in range(1, MAX_FILTERS + 1):
        for value in range(1, MAX_VALUES + 1):
            chosen = f'.grouped:has(.f{place}[value="{value}"]:checked)'
            own = f'[data-f{place}="{value}"]'
            hidden += [f"{chosen} li:not({own})", f"{chosen} .group:not(:has({own}))"]
    return ",\n".join(hidden) + " { display: none; }"
