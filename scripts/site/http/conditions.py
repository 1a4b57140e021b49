"""What a request accepts and what it has already, by RFC 9110."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Headers = list[tuple[bytes, bytes]]

TAG = re.compile(r'(?:W/)?"[^"]*"')
# A number with more digits than any file has bytes is none; `int` does not read thousands.
RANGE = re.compile(r"bytes=(?!-$)(\d{0,99})-(\d{0,99})")
ZERO = re.compile(r"0(?:\.0{0,3})?")


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a request by name; of one that was sent twice, both."""
    found: dict[str, str] = {}
    for name, value in scope.get("headers", ()):
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def header(headers: Iterable[tuple[bytes, bytes]], name: str) -> str:
    """The first header of that name, in lower case, or nothing."""
    values = (value for key, value in headers if key.lower() == name.encode())
    return next(values, b"").decode("latin-1")


def replace(headers: Headers, **values: str | None) -> Headers:
    """The headers with these in place of those of the same name; None leaves one out. In names _
    stands for -."""
    given = {name.replace("_", "-").encode(): value for name, value in values.items()}
    others = [(name.lower(), value) for name, value in headers if name.lower() not in given]
    news = ((name, value) for name, value in given.items() if value is not None)
    return others + [(name, value.encode("latin-1", "replace")) for name, value in news]


def accepts_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding takes gzip (RFC 9110, 12.5.3): by name, or else by `*`."""
    weights: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        coding, _, parameter = item.strip().partition(";")
        weight = parameter.strip().removeprefix("q=").strip()
        weights[coding.strip()] = not ZERO.fullmatch(weight)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def matches(known: str, tag: str) -> bool:
    """Whether If-None-Match names the tag; weak and strong ones of one text are the same here."""
    strong = [each.removeprefix("W/") for each in TAG.findall(known)]
    return known.strip() == "*" or tag.removeprefix("W/") in strong


def requested_range(scope: Mapping[str, Any], tag: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last that a request asks for, or None where it is to
    have everything: no range, several, one that is not a range, or one of another file (If-Range).
    Raises IndexError for a range beyond the end."""
    given = headers_of(scope)
    asked = RANGE.fullmatch(given.get("range", "").replace(" ", ""))
    if asked is None or scope["method"] != "GET" or given.get("if-range", tag).strip() != tag:
        return None
    first, last = asked.groups()
    if first and last and int(last) < int(first):
        return None
    if first:
        start, end = int(first), min(int(last) + 1 if last else size, size)
    else:
        start, end = max(0, size - int(last)), size
    if start >= size:
        raise IndexError("beyond the end")
    return start, end
