"""What lets the site be found: robots.txt, the map of its pages, the head of its pages, and where
to report a vulnerability."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from urllib.parse import quote

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_encode
from jinja2 import Environment

from ....database import views
from ....release import serve_store
from ...base import VARY, base, homepage
from ...findable import sitemap
from ...findable.security_txt import security_txt
from ...folder import on_database, site_of
from ...pages.registry import mapped

SECURITY = "/.well-known/security.txt"


async def _sitemap(datasette: Datasette, request: Request) -> Response:
    here = site_of(datasette)
    package = here.package
    own = await on_database(datasette, partial(mapped, here))
    queries = await datasette.get_canned_queries(package.database, actor=None)
    names = [item.name for item in package.relations] + [
        item.name for item in views.all_views(package)
    ]
    asked = [query["name"] for query in queries.values() if not query.get("params")]
    own += [quote(f"/{package.database}/{name}") for name in asked]
    paths = [language.prefix + path for language in here.languages for path in own]
    # Datasette quotes in its own way.
    database = f"/{tilde_encode(package.database)}"
    stock = [database, *(f"{database}/{tilde_encode(name)}" for name in names)]
    copies = [f"/{serve_store.database_name(v)}" for v in serve_store.served(package.root)]
    body = sitemap.sitemap(base(datasette, request), [*paths, *copies, *stock])
    return Response(body, content_type="application/xml; charset=utf-8", headers=VARY)


async def _robots(datasette: Datasette, request: Request) -> Response:
    return Response.text(sitemap.robots(base(datasette, request)), headers=VARY)


async def _security(datasette: Datasette) -> Response:
    here = site_of(datasette)
    home = homepage(here.package)
    place = f"{home}{SECURITY}" if home else ""
    text = security_txt(here.package, here.released_on, place)
    if text is None:
        raise NotFound("The descriptor names no contact, or nothing is released yet")
    return Response.text(text)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`home` for the head of every page: the base of absolute addresses, and whether there is a
    picture of the home page."""
    here = site_of(datasette)
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
