"""The pages that tests of the site visit: one or two of each kind, found in the sitemap and by
following links, and some addresses that do not exist or are wrong."""

from __future__ import annotations

import re
from collections import OrderedDict
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from tests.server import get

PRINTINGS = "/diff/prints/2026-01-07-memorandum...2026-01-08-article"
DATES = "/diff/register/2026-01-08...2026-01-22"

# Pages that answer only with parameters, so the sitemap does not have them.
ASKED = (
    "/search?q=climate",
    "/search?q=zzzzz",
    f"{PRINTINGS}?column=name_zh",
    "/diff/prints/2026-01-08-article...2026-01-08-article",
    "/cite?revision=register/2026-02-10&organization=unfccc",
    "/withdrawals/due_in_90_days",
)
# Addresses that do not exist or are wrong, with their status.
ERRORS = {
    "/nowhere": 404,
    "/organizations/unesca": 404,
    "/revisions/nothing": 404,
    "/diff/prints/2026-01-07-memorandum...nothing": 404,
    "/diff?series=prints": 400,
    "/revisions/prints/2026-01-08-article?page=9": 400,
}
# SQL of a visitor that fails.
MISTAKES = ("/withdrawals?sql=select+nothing",)
STOCK = (
    "/withdrawals",
    "/withdrawals/withdrawals?_size=10",
    "/withdrawals/organizations?_search=climate",
    "/withdrawals/acts?_facet=step&_facet=actor&step=notified",
    "/withdrawals/register?_size=10",
    "/withdrawals/organizations/who",
    "/withdrawals?sql=select+org_id,+name_en+from+organizations",
    *MISTAKES,
    "/withdrawals/organizations?_search=zzzzz",
    "/withdrawals?sql=select+1+where+0",
)
WIDTHS = (1280, 390)
# How many pages of each kind are tested; every link is followed.
EACH = 1
HTML = "text/html"
LOC = re.compile(r"<loc>([^<]+)</loc>")


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def kind(path: str) -> str:
    """The kind of a page, from its address: the parts without names and values."""
    place = urlsplit(path)
    parts = [part for part in place.path.split("/") if part]
    prefix = parts.pop(0) if parts and parts[0] == "zh" else ""
    named = [re.sub(r"\d+|v[\d-]+", "", part) for part in parts[:1]]
    asked = "?sql" if "sql=" in place.query else "?" if place.query else ""
    return f"{prefix}/{'/'.join([*named, *['*'] * (len(parts) - 1)])}{asked}"


def mapped(sitemap: str) -> list[str]:
    """The first and the last page of each kind in the sitemap that is there in every language, by
    the address in the first language."""
    found = [re.sub("^https?://[^/]+", "", unescape(item)) for item in LOC.findall(sitemap)]
    kinds: dict[str, list[str]] = {}
    for path in found:
        if f"/zh{path}" in found:
            kinds.setdefault(re.sub("[^/]+/?$", "", path[1:]), []).append(path)
    alone = kinds.pop("")
    return [*alone, *dict.fromkeys(path for of in kinds.values() for path in (of[0], of[-1]))]


def crawled(address: str, each: int = EACH, start: str = "/") -> list[str]:
    """Pages found by following links from `start`, `each` of every kind, in the order in which they
    are found."""
    seen: OrderedDict[str, None] = OrderedDict({start: None})
    kinds: dict[str, int] = {}
    pages: list[str] = []
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        if kinds.get(kind(path), 0) >= each:
            continue
        answer = get(address.rstrip("/") + path, follow_redirects=True)
        kinds[kind(path)] = kinds.get(kind(path), 0) + 1
        assert answer.status_code == 200, path
        if not answer.headers.get("content-type", "").startswith(HTML):
            continue
        pages.append(path)
        for href in Links(answer.text).found:
            place = urlsplit(urljoin(f"http://site{path}", href))
            if place.netloc != "site":
                continue
            found = place.path + (f"?{place.query}" if place.query else "")
            if found not in seen:
                seen[found] = None
                waiting.append(found)
    return [unquote(path) if "%" in path and "?" not in path else path for path in pages]
