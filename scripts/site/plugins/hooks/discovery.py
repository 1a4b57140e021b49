"""What lets the site be found: robots.txt, the map of its pages, the head of its pages, and whom to
tell of a hole."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from jinja2 import Environment

from ....database import views
from ....release import serve_store
from ... import sitemap
from ...base import VARY, base, homepage
from ...folder import folder_of
from ...pages import content
from ...pages.site import Site, site
from ...security_txt import security_txt

SECURITY = "/.well-known/security.txt"


def _own(here: Site, connection: sqlite3.Connection) -> list[str]:
    """Our pages, in the default language."""
    found = []
    for page in here.pages:
        if page.parameter:
            known = content.known(connection, page, here.readers[here.languages[0]])
            found += [cell.href for cell in known.values() if cell.href]
        elif not page.asks:
            found.append(page.address)
    for series in here.package.series:
        members = [str(item.revision) for item in here.package.revisions(series.name)]
        found += [f"/revisions/{series.name}/{member}" for member in members]
        found += [f"/diff/{series.name}/{old}...{new}" for old, new in pairwise(members)]
    return [*found, *(["/revisions"] if here.package.series else [])]


def _released(here: Site) -> list[str]:
    """How to cite what is served, and its files."""
    versions = serve_store.served(here.package.root)
    cite = ["/cite", *(f"/cite/{version}" for version in versions)]
    files = ["/releases", *(f"/releases/{version}/" for version in versions)]
    pages = [language.prefix + path for language in here.languages for path in (*cite, *files)]
    return [*pages, *(f"/{serve_store.database_name(version)}" for version in versions)]


async def _sitemap(datasette: Datasette, request: Request) -> Response:
    here = site(folder_of(datasette))
    package = here.package
    database = datasette.get_database(package.database)
    own = await database.execute_fn(lambda connection: _own(here, connection))
    queries = await datasette.get_canned_queries(package.database, actor=None)
    names = [item.name for item in package.relations] + [item.name for item in views.of(package)]
    names += [query["name"] for query in queries.values() if not query.get("params")]
    paths = [language.prefix + path for language in here.languages for path in own]
    stock = [f"/{package.database}", *(f"/{package.database}/{name}" for name in names)]
    released = _released(here)
    body = sitemap.sitemap(base(datasette, request, package), [*paths, *released, *stock])
    return Response(body, content_type="application/xml; charset=utf-8", headers=VARY)


async def _robots(datasette: Datasette, request: Request) -> Response:
    package = site(folder_of(datasette)).package
    return Response.text(sitemap.robots(base(datasette, request, package)), headers=VARY)


async def _security(datasette: Datasette) -> Response:
    here = site(folder_of(datasette))
    home = homepage(here.package)
    place = f"{home}{SECURITY}" if home else ""
    text = security_txt(here.package, here.released_on, place)
    if text is None:
        raise NotFound("The descriptor names nobody to write to, or there is no release yet")
    return Response.text(text)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`home` for the head of every page: the base of absolute addresses, and whether there is a
    picture of the home page."""
    here = site(folder_of(datasette))
    env.globals["home"] = {
        "base": homepage(here.package),
        "has_preview": here.page_at("/") is not None,
    }


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """The files at the places where search engines look."""
    return [
        (r"^/robots\.txt$", _robots),
        (r"^/sitemap\.xml$", _sitemap),
        (rf"^{re.escape(SECURITY)}$", _security),
    ]
