"""Which parameters an address for programs takes. It refuses those that it does not know: a
misspelt name would otherwise give the answer to another question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from re import Pattern

from .model import Address

ENDINGS = (".json", ".csv", ".atom", ".ics", ".jsonld", ".xml", ".xlsx", ".db")
# Those of Datasette's tables and queries, as its documentation lists them; `_search_` and a column.
STOCK = frozenset(
    f"_{name}"
    for name in (
        *("sort", "sort_desc", "size", "next", "search", "searchmode", "where", "through"),
        *("facet", "facet_array", "facet_date", "facet_size", "nofacet", "nosuggest", "nocount"),
        *("shape", "nl", "json", "json_infinity", "col", "nocol", "labels", "label", "extra"),
        *("stream", "dl", "header", "timelimit", "ttl", "trace", "blob_column", "blob_hash"),
    )
)
WORD = re.compile(r":([A-Za-z_]\w*)")


Known = Sequence[tuple[Pattern[str], frozenset[str]]]
"""The addresses of a site by pattern, with the parameters of each."""


def known(found: Iterable[Address], prefixes: Iterable[str]) -> Known:
    """The addresses for programs of a list, in every language."""
    before = "|".join(map(re.escape, prefixes))
    return [
        (
            re.compile((f"(?:{before})?" if item.localized else "") + _pattern(item.path)),
            frozenset(part.name for part in item.query),
        )
        for item in found
        if item.strict
    ]


def taken(known: Known, path: str) -> frozenset[str] | None:
    """The parameters that an address takes; None where it is not on the list."""
    return next((names for pattern, names in known if pattern.fullmatch(path)), None)


def stock(names: Sequence[str]) -> list[str]:
    """The parameters of one of Datasette's addresses that it would ignore: names that begin with _
    and are not its own."""
    return [
        name
        for name in names
        if name.startswith("_") and name not in STOCK and not name.startswith("_search_")
    ]


def own(names: Sequence[str], taken: Collection[str]) -> list[str]:
    """The parameters of one of Datasette's addresses that are neither these columns, with or
    without a comparison after them, nor these parameters of a statement."""
    return [
        name
        for name in names
        if not name.startswith("_") and name not in taken and name.rpartition("__")[0] not in taken
    ]


def named(sql: str) -> set[str]:
    """The parameters that a statement names."""
    return {*WORD.findall(sql)}


@lru_cache(512)
def _pattern(path: str) -> str:
    parts = re.split(r"(\{\w+\})", path)
    return "".join(
        (".+" if part == "{path}" else "[^/]+?") if part.startswith("{") else re.escape(part)
        for part in parts
    )
