"""Our pages: their addresses, what answers them, and which of them are in the sitemap.

A page is one module of this folder and one line here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ...descriptor import pages as declared
from ...diff.formats import by_extension
from ..page_request import PageRequest, PageResponse
from ..pictures import section_files
from ..site import Site
from ..workbook import spreadsheets
from . import (
    as_of,
    cite,
    compare,
    declared_page,
    diff,
    missing,
    question,
    release,
    releases,
    revision,
    revisions,
)

Responder = Callable[[PageRequest], PageResponse]
Mapped = Callable[[Site, sqlite3.Connection], Iterable[str]]


@dataclass(frozen=True)
class Route:
    """One kind of address, as a regular expression after the prefix of a language: what answers it,
    and its addresses that belong in the sitemap."""

    pattern: str
    answer: Responder
    mapped: Mapped = lambda *_: ()


FORMATS = "|".join(re.escape(extension) for extension in by_extension())
VERSION = r"\d+\.\d+\.\d+"
# Datasette takes the first that fits.
ROUTES = (
    Route("/revisions", revisions.answer, revisions.mapped),
    Route("/revisions/(?P<series>[^/]+)", revisions.answer),
    Route("/revisions/(?P<series>[^/]+)/(?P<revision>[^/]+)", revision.answer, revision.mapped),
    Route("/diff", diff.chosen),
    Route(
        r"/diff/(?P<series>[^/]+)/(?P<old>[^/]+?)\.\.\.(?P<new>[^/]+?)"
        rf"(?:\.(?P<format>{FORMATS}))?",
        diff.answer,
        diff.mapped,
    ),
    Route("/diff/(?P<series>[^/]+)/?(?P<words>[^/]*)", diff.one_side),
    Route(r"/as-of/(?P<day>[^/.]*)(?:\.(?P<format>json|csv))?", as_of.answer),
    Route("/cite/?", cite.answer, cite.mapped),
    Route("/cite/(?P<version>[^/]+)/?", cite.answer),
    Route("/releases/?", releases.answer, lambda *_: ("/releases",)),
    Route("/releases/compare", compare.chosen),
    Route(rf"/releases/(?P<old>{VERSION})\.\.\.(?P<new>{VERSION})", compare.answer),
    # Its files have addresses below it.
    Route(rf"/releases/(?P<version>{VERSION})/?", release.answer, release.mapped),
)
MISSING = Route("(?:/.*)?", missing.answer)
"""What answers where a language has no such page; it comes last."""


def routes(site: Site, questions: Iterable[str]) -> Iterator[Route]:
    """The pages of a site with those questions, in the order in which they are tried."""
    forms = "|".join(section_files.FORMATS)
    for page in site.pages:
        place = page.pattern.rstrip("/")
        files = rf"{place}/files/(?P<section>[^/]+)\.(?P<format>{forms})"
        yield Route(files, partial(section_files.section, page=page))
        yield Route(rf"{place}/preview\.png", partial(section_files.of_page, page=page))
    for page in site.pages:
        yield Route(_pattern(page), partial(declared_page.answer, page=page))
    stock = f"/{re.escape(site.package.database)}"
    if asked := "|".join(map(re.escape, questions)):
        yield Route(f"{stock}/(?P<question>{asked})", question.answer)
        yield Route(rf"{stock}/(?P<question>{asked})\.xlsx", spreadsheets.answered)
    yield Route(rf"{stock}/(?P<table>[^/]+)\.xlsx", spreadsheets.table)
    yield Route(r"/(?P<name>[^/]+)\.xlsx", spreadsheets.published)
    yield from ROUTES


def mapped(site: Site, connection: sqlite3.Connection) -> list[str]:
    """The address of every page in the sitemap, in the first language."""
    found = (route.mapped(site, connection) for route in ROUTES)
    return [*declared_page.mapped(site, connection), *(path for paths in found for path in paths)]


def _pattern(page: declared.Page) -> str:
    """The addresses of a declared page; a parameter is everything between two slashes, without the
    suffix of a file."""
    if not page.machine:
        return page.pattern
    return page.pattern.replace("[^/]+", "[^/]+?") + r"(?:\.(?P<format>json|csv))?"
