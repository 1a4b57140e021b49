"""Our own pages, in each language: the routes of site/pages/registry.py, and their templates."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

from datasette import Request, Response, hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from markupsafe import Markup

from ...base import base, path_of
from ...folder import mount, on_database, site_of
from ...locale import dates
from ...locale.language import Language
from ...page_request import File, Page, PageRequest, PageResponse, Problem, Redirect
from ...pages import registry
from ...pages.registry import Route
from ...pages.release import is_data
from ...sections import content, downloads
from ...site import Site
from ...stock import compiled, own_templates
from ...stock.markup import labelled
from ...stock.metadata import series_questions
from ...stylesheet import stylesheet

Handler = Callable[[Datasette, Request], Awaitable[Response]]


@hookimpl(trylast=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Handler]]:
    """Each declared page, the revisions and the differences, in each language; after the routes of
    other plugins, since any address that begins with a language is answered here."""
    mount(datasette)
    here = site_of(datasette)
    pages = [*registry.routes(here, _questions(datasette, here))]
    routes: list[tuple[str, Any]] = [(r"^/site\.css$", _style)]
    for language in reversed(here.languages):
        for route in (*pages, registry.MISSING) if language.prefix else pages:
            routes.append((f"^{language.prefix}{route.pattern}$", _handler(language, route)))
    return routes


async def _style() -> Response:
    return Response(stylesheet().text, content_type="text/css; charset=utf-8")


def _questions(datasette: Datasette, here: Site) -> list[str]:
    metadata = datasette.metadata() or {}
    database = (metadata.get("databases") or {}).get(here.package.database) or {}
    return [*(database.get("queries") or {}), *series_questions(here.package)]


def _handler(language: Language, route: Route) -> Handler:
    async def handle(datasette: Datasette, request: Request) -> Response:
        here = site_of(datasette)

        def answer(connection: sqlite3.Connection) -> PageResponse | Problem:
            page_request = PageRequest(
                here,
                language,
                path_of(request),
                {name: unquote(value or "") for name, value in request.url_vars.items()},
                {name: request.args[name] for name in request.args},
                datasette.metadata() or {},
                connection,
            )
            try:
                return route.answer(page_request)
            except Problem as problem:
                return problem

        found = await on_database(datasette, answer)
        return await _response(datasette, request, language, found)

    return handle


async def _response(
    datasette: Datasette, request: Request, language: Language, found: PageResponse | Problem
) -> Response:
    if isinstance(found, Redirect):
        return Response.redirect(datasette.urls.path(found.address))
    if isinstance(found, File):
        return Response(found.body, content_type=found.kind)
    if isinstance(found, Problem):
        reason, known = found.reason(language), [cell.text for cell in found.links]
        if request.path.endswith(".json"):
            body = {"ok": False, "status": found.status, "error": reason, "known": known}
            return Response.json(body, status=found.status)
        lists = {"links": found.links, "meant": found.meant}
        values = {"status": found.status, "error": reason, **lists}
        found = Page("page/problem.html", values, found.status)
    path = path_of(request).removeprefix(language.prefix) or "/"
    query = f"?{request.query_string}" if request.query_string else ""
    words = site_of(datasette).words(language, path + query)
    place = base(datasette, request)
    context = {**words, "is_translated": True, "place": place, **found.values}
    template = own_templates.templates(datasette).get_template(found.template)
    text = await datasette.render_template(
        template, context, request=request, view_name="index" if path == "/" else "page"
    )
    return Response.html(text, status=found.status)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """The same for Datasette's own pages and for errors, which are in the first language."""
    here = site_of(datasette)
    env.bytecode_cache = compiled.kept(here.package.root)
    first = here.languages[0]
    env.globals |= here.words(first, "/")
    env.globals["no_hits"] = here.readers[first].vocabulary.note("no_hits")
    env.filters["labelled"] = labelled
    env.filters["size"] = downloads.size
    env.globals["stylesheet"] = stylesheet()
    env.filters["in_words"] = dates.in_words
    env.tests["is_data"] = is_data
    env.tests["single"] = lambda found: len(found) == 1
    env.filters["grouped"] = content.grouped
    env.filters["counted"] = content.counted


@hookimpl(trylast=True)
def startup(datasette: Datasette) -> None:
    """All plugins are loaded now, and have added what they have for each page."""
    own_templates.prepare(datasette)


@hookimpl(tryfirst=True)
def render_cell(
    datasette: Datasette, row: Mapping[str, object], value: object, column: str, table: str | None
) -> Markup | None:
    """The key of a record with a page of its own leads there from any table; in the table of these
    records, so does their name."""
    if (found := site_of(datasette).page_of_column(table, column)) is None:
        return None
    page, key_column = found
    label, key = value, row[key_column]
    if isinstance(value, dict):
        label, key = value.get("label"), value.get("value")
    if not isinstance(key, str) or not key:
        return None
    path = page.of_key(key)
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), label or key)
