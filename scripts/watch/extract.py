"""The text of an answer: of a page what its author wrote (by trafilatura), of a feed or a search
its entries, of plain text its lines."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from .capture import Capture

XML_FEED = re.compile(rb"<(?:\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<?(rss|feed|rdf:RDF)\b", re.DOTALL)
META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
SNIFFED_BYTES = 2048


class NoTextError(Exception):
    """The answer has no text that can be read."""


def texts(capture: Capture) -> list[str]:
    """The passages of an answer, in order. Raises NoTextError where it has none."""
    kind = capture.content_type.partition(";")[0].strip().lower()
    body = capture.body
    if kind.endswith("json"):
        found = list(_entries(body))
    elif (
        "rss" in kind
        or "atom" in kind
        or XML_FEED.match(body[:SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf \r\n"))
    ):
        found = list(_feed(body))
    elif kind == "text/plain":
        found = decoded(capture).splitlines()
    elif kind in ("", "text/html", "application/xhtml+xml", "text/xml", "application/xml"):
        found = _page(decoded(capture))
    else:
        raise NoTextError(f"{kind} cannot be read; a page, a feed, JSON and plain text can")
    if not any(text.strip() for text in found):
        raise NoTextError("no text was found in it")
    return found


def title(capture: Capture) -> str:
    """The title of a page, or ""."""
    found = re.search(
        r"<title[^>]*>(.*?)</title>", decoded(capture)[:20000], re.DOTALL | re.IGNORECASE
    )
    return " ".join(found[1].split()) if found else ""


def decoded(capture: Capture) -> str:
    """The text of the bytes, in the encoding that the host states, else the one that the page
    states, else UTF-8, else the one that they look like."""
    body = capture.body
    named = [found[1] for found in [HEADER.search(capture.content_type)] if found]
    named += [found[1].decode("ascii") for found in [META.search(body[:SNIFFED_BYTES])] if found]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = ["utf-16"]
    for encoding in ["utf-8-sig"] if body.startswith(b"\xef\xbb\xbf") else [*named, "utf-8"]:
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    import charset_normalizer

    best = charset_normalizer.from_bytes(body).best()
    return str(best) if best is not None else body.decode("utf-8", "replace")


def _page(text: str) -> list[str]:
    import trafilatura

    # It logs what `texts` tells its caller.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(
        text,
        output_format="txt",
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    return (found or "").splitlines()


def _feed(body: bytes) -> Iterator[str]:
    import feedparser

    for entry in feedparser.parse(body).entries:
        parts = (entry.get("title"), entry.get("summary"), entry.get("link"))
        yield " · ".join(_plain(str(part)) for part in parts if part)


def _plain(markup: str) -> str:
    from lxml import html

    if "<" not in markup:
        return markup
    return str(html.fromstring(f"<div>{markup}</div>").xpath("string()"))


def _entries(body: bytes) -> Iterator[str]:
    """The objects of the first list of objects, the values of each in its own order."""
    try:
        found = _list(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise NoTextError(f"not JSON: {error}") from None
    for item in found:
        yield " · ".join(_values(item))


def _list(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list) and value]
        return next((value for value in lists if isinstance(value[0], dict)), [document])
    return [document]


def _values(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        for key in sorted(item):
            yield from _values(item[key])
    elif isinstance(item, list):
        for value in item:
            yield from _values(value)
    elif item not in (None, "", True, False):
        yield " ".join(str(item).split())
