"""Which of Datasette's own addresses are open, and which parameters they take.

Its pages about itself serve no reader; a file of a kind that it does not write is not there; a
column of the key comes with every row and once; a table as a file is whole; a search for nothing,
or for a quote alone, is not an expression of FTS5; letters of full width are those of the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlencode

INTERNAL, OPEN = "/-/", ("/-/static/", "/-/static-plugins/")
# Nothing is routed here.
NO_PAGE = "/.not-here"
# Where a scope keeps the path that was asked for.
ASKED = "asked_path"
FORMATS = ("csv", "json", "db", "xlsx", "atom", "ics")
# A table as CSV is whole, where no one asks for a part of it.
STREAM, PARTIAL = ("_stream", "on"), {"_stream", "_size", "_next"}
SEARCH, COLUMN = "_search", "_col"
# A word that FTS5 takes and no record has.
NO_MATCH = "-"

Keys = Mapping[str, Sequence[str]]
"""The columns of the key of each table, by its address."""


def middleware(app: Any, keys: Keys) -> Any:
    """The application, with each request for one of Datasette's addresses as it can be answered."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = _rewritten(scope, keys)
        await app(scope, receive, send)

    return asked


def is_closed(path: str, tables: Keys) -> bool:
    """Whether nothing is at the path: Datasette's internals, and a table in a format that nothing
    writes."""
    if path.startswith(INTERNAL):
        return not path.startswith(OPEN)
    table, dot, kind = path.rpartition(".")
    return bool(dot) and table in tables and kind not in FORMATS


def _rewritten(scope: Any, keys: Keys) -> Any:
    path = unquote(scope["path"])
    if is_closed(path, keys):
        return {**scope, "path": NO_PAGE, "raw_path": NO_PAGE.encode(), ASKED: scope["path"]}
    table = path.rpartition(".")[0] if path.endswith((".csv", ".json")) else path
    if table not in keys:
        return scope
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    fixed = [pair for name, value in asked for pair in _pair(name, value, keys[table])]
    if path.endswith(".csv") and not PARTIAL & {name for name, _ in fixed}:
        fixed.append(STREAM)
    if fixed == asked:
        return scope
    return {**scope, "query_string": urlencode(fixed).encode()}


def _pair(name: str, value: str, key: Sequence[str]) -> list[tuple[str, str]]:
    """The parameter as it can be answered, or nothing."""
    if name == COLUMN and value in key:
        return []
    if name == SEARCH or name.startswith(f"{SEARCH}_"):
        if not value.strip():
            return []
        if not value.replace('"', "").strip():
            return [(name, NO_MATCH)]
        # Full-width letters are the same letters.
        return [(name, normalize("NFKC", value))]
    return [(name, value)]
