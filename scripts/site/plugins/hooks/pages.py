"""Our own pages, in each language: routes and templates over scripts/pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette import Request, Response, hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from markupsafe import Markup

from ....descriptor import pages as declared
from ....diff.formats import by_extension
from ... import datasette_a11y
from ...base import base
from ...datasette_metadata import series_questions
from ...folder import folder_of, mount
from ...locale import dates
from ...locale.language import Language
from ...pages import (
    as_of,
    content,
    declared_page,
    downloads,
    question,
    releases,
    views,
)
from ...pages.site import Answer, Ask, File, Page, Problem, Redirect, Site, site
from ...pictures import section_files
from ...stylesheet import stylesheet
from ...workbook import spreadsheets

Handler = Callable[[Datasette, Request], Awaitable[Response]]
Answerer = Callable[[Ask], Answer]

TAKEN = "|".join(section_files.FORMATS)
FORMATS = "|".join(re.escape(extension) for extension in by_extension())
# Datasette takes the first that fits.
PAGES: Mapping[str, Answerer] = {
    "/revisions": views.all_revisions,
    "/revisions/(?P<series>[^/]+)": views.all_revisions,
    "/revisions/(?P<series>[^/]+)/(?P<revision>[^/]+)": views.one_revision,
    "/diff": views.chosen,
    r"/diff/(?P<series>[^/]+)/(?P<old>[^/]+?)\.\.\.(?P<new>[^/]+?)"
    rf"(?:\.(?P<format>{FORMATS}))?": views.difference,
    "/diff/(?P<series>[^/]+)/?(?P<words>[^/]*)": views.one_side,
    r"/as-of/(?P<day>[^/.]*)(?:\.(?P<format>json|csv))?": as_of.as_of,
    "/cite/?": releases.cite,
    "/cite/(?P<version>[^/]+)/?": releases.cite,
    "/releases/?": releases.every,
    "/releases/compare": releases.chosen,
    r"/releases/(?P<old>\d+\.\d+\.\d+)\.\.\.(?P<new>\d+\.\d+\.\d+)": releases.compared,
    # Behind it lie its files.
    r"/releases/(?P<version>\d+\.\d+\.\d+)/?": releases.one,
}


def served(datasette: Datasette) -> Site:
    """The site of the package whose data/ is served as it is."""
    return site(folder_of(datasette))


@hookimpl(trylast=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Handler]]:
    """Each declared page, the revisions and the differences, in each language; behind those of
    other plugins, since what begins with a language is answered here whatever it is."""
    mount(datasette)
    here = served(datasette)
    declared: dict[str, Answerer] = {}
    for page in here.pages:
        place = page.pattern.rstrip("/")
        files = rf"{place}/files/(?P<section>[^/]+)\.(?P<format>{TAKEN})"
        declared[files] = partial(section_files.section, page=page)
        declared[rf"{place}/preview\.png"] = partial(section_files.of_page, page=page)
    declared |= {_pattern(page): partial(declared_page.answer, page=page) for page in here.pages}
    stock = f"/{re.escape(here.package.database)}"
    asked = "|".join(re.escape(name) for name in _questions(datasette, here))
    if asked:
        declared[f"{stock}/(?P<question>{asked})"] = question.answer
        declared[rf"{stock}/(?P<question>{asked})\.xlsx"] = spreadsheets.answered
    declared[rf"{stock}/(?P<table>[^/]+)\.xlsx"] = spreadsheets.table
    declared[r"/(?P<name>[^/]+)\.xlsx"] = spreadsheets.published
    routes: list[tuple[str, Any]] = [(r"^/site\.css$", _style)]
    for language in reversed(here.languages):
        for pattern, answerer in {**declared, **PAGES}.items():
            routes.append((f"^{language.prefix}{pattern}$", _handler(language, answerer)))
        if language.prefix:
            routes.append((f"^{language.prefix}(?:/.*)?$", _handler(language, views.nothing)))
    return routes


async def _style() -> Response:
    return Response(stylesheet().text, content_type="text/css; charset=utf-8")


def _pattern(page: declared.Page) -> str:
    """The addresses of a declared page; the parameter is all that is between two slashes, but
    for the ending of a file."""
    if not page.machine:
        return page.pattern
    return page.pattern.replace("[^/]+", "[^/]+?") + r"(?:\.(?P<format>json|csv))?"


def _questions(datasette: Datasette, here: Site) -> list[str]:
    metadata = datasette.metadata() or {}
    told = (metadata.get("databases") or {}).get(here.package.database) or {}
    return [*(told.get("queries") or {}), *series_questions(here.package)]


def _handler(language: Language, answerer: Answerer) -> Handler:
    async def handle(datasette: Datasette, request: Request) -> Response:
        here = served(datasette)

        def answer(connection: sqlite3.Connection) -> Answer | Problem:
            ask = Ask(
                here,
                language,
                request.scope.get("route_path") or request.path,
                {name: unquote(value or "") for name, value in request.url_vars.items()},
                {name: request.args[name] for name in request.args},
                datasette.metadata() or {},
                connection,
            )
            try:
                return answerer(ask)
            except Problem as problem:
                return problem

        found = await datasette.get_database(here.package.database).execute_fn(answer)
        return await _response(datasette, request, language, found)

    return handle


async def _response(
    datasette: Datasette, request: Request, language: Language, found: Answer | Problem
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
        found = Page("pages/problem.html", values, found.status)
    path = (request.scope.get("route_path") or request.path).removeprefix(language.prefix) or "/"
    query = f"?{request.query_string}" if request.query_string else ""
    words = served(datasette).words(language, path + query)
    place = base(datasette, request, served(datasette).package)
    context = {**words, "is_translated": True, "place": place, **found.values}
    text = await datasette.render_template(
        found.template, context, request=request, view_name="index" if path == "/" else "page"
    )
    return Response.html(text, status=found.status)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """The same for Datasette's own pages and for errors, which are in the first language."""
    here = served(datasette)
    first = here.languages[0]
    env.globals |= here.words(first, "/")
    env.globals["existing"] = here.existing(first)
    env.globals["no_hits"] = here.readers[first].vocabulary.note("no_hits")
    env.filters["labelled"] = datasette_a11y.labelled
    env.filters["size"] = downloads.size
    env.globals["stylesheet"] = stylesheet()
    env.filters["in_words"] = dates.in_words
    env.tests["is_data"] = releases.is_data
    env.tests["single"] = lambda found: len(found) == 1
    env.filters["grouped"] = content.grouped
    env.filters["counted"] = content.counted


@hookimpl(tryfirst=True)
def render_cell(
    datasette: Datasette, row: Mapping[str, object], value: object, column: str, table: str | None
) -> Markup | None:
    """The key of a record that has a page of its own leads there, wherever it stands; in the table
    of these records what they are called does too."""
    if (found := served(datasette).leads(table, column)) is None:
        return None
    page, key_column = found
    label, key = value, row[key_column]
    if isinstance(value, dict):
        label, key = value.get("label"), value.get("value")
    if not isinstance(key, str) or not key:
        return None
    path = page.of_key(key)
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), label or key)
