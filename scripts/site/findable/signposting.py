"""Typed links from a page to what it is about (https://signposting.org/FAIR/): in its head, in its
`Link` header, and all of them as a link set (RFC 9264)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...cite import formats
from .description import Description

DCAT, LINKSET = "dcat.jsonld", "linkset.json"
DCAT_TYPE, LINKSET_TYPE = "application/ld+json", "application/linkset+json"


@dataclass(frozen=True)
class Link:
    """One link: what it is, where it leads, and of which media type that is."""

    relation: str
    href: str
    type: str = ""


def links(about: Description) -> list[Link]:
    """Every link from the page of a data set or a release."""
    return [*_of_page(about), *_items(about)]


def link_header(about: Description) -> str:
    """The `Link` header: it names the link set, and not each file, since there may be many."""
    archive = [link for link in _items(about) if link.type == "application/zip"]
    return ", ".join(map(_header, [*_of_page(about), *archive]))


def linkset(about: Description) -> dict[str, Any]:
    """All links as a link set: from the page, and from each file back to it."""
    of_page: dict[str, Any] = {"anchor": about.landing}
    for link in links(about):
        target = {"href": link.href, **({"type": link.type} if link.type else {})}
        of_page.setdefault(link.relation, []).append(target)
    back = [
        {
            "anchor": item.address,
            "collection": [{"href": about.landing, "type": "text/html"}],
            "license": [{"href": address} for address in about.licenses],
        }
        for item in about.files
    ]
    return {"linkset": [of_page, *back]}


def _of_page(about: Description) -> Iterator[Link]:
    place = about.landing.rstrip("/")
    cited = f"{about.whole}cite/{about.version}" if about.versions else about.landing
    yield Link("cite-as", cited)
    yield Link("type", "https://schema.org/Dataset")
    yield Link("type", "https://schema.org/AboutPage")
    yield Link("describedby", f"{place}/{DCAT}", DCAT_TYPE)
    package = f"{about.whole}releases/{about.version}/" if about.is_release else about.whole
    yield Link("describedby", f"{package}datapackage.json", "application/json")
    if about.versions:
        for name, form in formats.known().items():
            if form.describes:
                yield Link("describedby", f"{cited}?format={name}", form.media_type)
    for address in about.licenses:
        yield Link("license", address)
    for party in about.creators:
        if party.url:
            yield Link("author", party.url)
    yield Link("linkset", f"{place}/{LINKSET}", LINKSET_TYPE)


def _items(about: Description) -> Iterator[Link]:
    for item in about.files:
        yield Link("item", item.address, item.media_type)


def _header(link: Link) -> str:
    kind = f'; type="{link.type}"' if link.type else ""
    return f'<{link.href}>; rel="{link.relation}"{kind}'
