"""What search engines are told: which pages there are, and which not to ask for."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Every way to sort, filter and cut a table is an address; the tables themselves are open.
ROBOTS = "User-agent: *\nDisallow: /*?_\nDisallow: /*&_\nDisallow: /*?sql=\n"


def robots(base: str) -> str:
    """robots.txt; `base` comes before the address of the map, and without one there is none."""
    return f"{ROBOTS}\nSitemap: {base}/sitemap.xml\n" if base else ROBOTS


def sitemap(base: str, paths: Iterable[str]) -> str:
    """The map of the pages, each once (https://www.sitemaps.org/protocol.html). The paths are
    addresses: what must be quoted in them is."""
    places = "".join(
        f"  <url><loc>{escape(base + path)}</loc></url>\n" for path in dict.fromkeys(paths)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{NAMESPACE}">\n{places}</urlset>\n'
    )
