"""Installed libraries that the server does not import.

- pysqlite3: Datasette would take it; the limits are those of Python's own SQLite.
- numpy: openpyxl takes it, a fifth of the memory, and no page needs it.
- rich: httpx takes it for a command line of its own.
"""

from __future__ import annotations

import sys

SQLITE = ("pysqlite3",)
ALL = (*SQLITE, "numpy", "rich")


def mask(*names: str) -> None:
    """Let these modules count as not installed, where they are not imported yet."""
    for name in names:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
