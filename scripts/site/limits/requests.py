"""What is refused of a request before anybody looks at it further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from datasette.utils import MultiParams

# Parameters in an address, those of them by which a table is counted, and values of one of these.
MAX_PARAMETERS, MAX_FACETS, MAX_FACET_VALUES = 100, 10, 1000
# This many addresses are remembered in their parts while they are answered.
CACHED_ADDRESSES = 32
# Bytes that may be sent to us with one request.
MAX_BODY_BYTES = 1_000_000
# They describe paths and threads of this machine.
CLOSED_PATHS = ("/-/databases", "/-/threads")
HOST = re.compile(r"([A-Za-z0-9_]([\w.-]*\w)?\.?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?", re.ASCII)
# Those that only choose what is shown of a hundred records of a table as it stands.
DISPLAY_OPTIONS = frozenset(
    (
        *("_col", "_dl", "_header", "_hide_sql", "_json", "_json_infinity", "_labels", "_next"),
        *("_nl", "_nocol", "_nocount", "_nofacet", "_nosuggest", "_shape", "_show_sql"),
        *("_sort", "_sort_by_desc", "_sort_desc", "_ttl"),
    )
)


class Refusal(NamedTuple):
    """The status and the words for a request that is not answered."""

    status: int
    words: str


def refusal(scope: dict[str, Any]) -> Refusal | None:
    """Why a request is not answered, or None."""
    if scope["path"].removesuffix(".json") in CLOSED_PATHS:
        return Refusal(404, "Not found.")
    if not all(HOST.fullmatch(name) for name in _headers(scope, b"host")):
        return Refusal(400, "The Host header of this request is not a valid host name.")
    if any(_is_above(given, MAX_BODY_BYTES) for given in _headers(scope, b"content-length")):
        return Refusal(413, f"At most {MAX_BODY_BYTES} bytes may be sent with a request.")
    if scope.get("query_string", b"").count(b"&") >= MAX_PARAMETERS:
        return Refusal(400, f"An address has at most {MAX_PARAMETERS} parameters.")
    facets = [name for name, _ in parameters(scope) if name.startswith("_facet")]
    size = dict(parameters(scope)).get("_facet_size", "")
    if len(facets) > MAX_FACETS:
        return Refusal(400, f"At most {MAX_FACETS} facets can be requested at once.")
    if _is_above(size, MAX_FACET_VALUES):
        return Refusal(400, f"A facet shows at most {MAX_FACET_VALUES} values.")
    return None


def parameters(scope: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """The parameters in the address, in order."""
    return _parsed(scope.get("query_string", b"").decode("latin-1"))


def arguments(request: Any) -> MultiParams:
    """The same as Datasette reads them."""
    return MultiParams(_parsed(request.query_string))


@lru_cache(CACHED_ADDRESSES)
def _parsed(words: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(words, keep_blank_values=True))


def client(scope: dict[str, Any]) -> str:
    """Who asks, by address. Who has one IPv6 address has a network of them, and is one client."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ip_network((address, 64), strict=False))


def is_query(names: Iterable[str]) -> bool:
    """Whether what a visitor wrote decides which SQL runs: SQL itself, words to search for, a
    condition other than that a column has a value, or a count that no index helps."""
    return any(
        name == "sql"
        or (name.startswith("_") and name not in DISPLAY_OPTIONS)
        or ("__" in name and not name.endswith(("__exact", "__isnull", "__notnull")))
        for name in names
    )


def _is_above(text: str, most: int) -> bool:
    """Whether digits say more than that, or what `int` does not read: one is ², or thousands."""
    if not text.isdigit():
        return False
    return not text.isascii() or len(text) > len(str(most)) or int(text) > most


def _headers(scope: dict[str, Any], wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == wanted]
