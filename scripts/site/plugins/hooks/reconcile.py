"""`/reconcile/<table>`, and the same in other languages: the service of site/reconcile/ for each
table that is found by names."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

from cachetools import LRUCache
from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils import add_cors_headers

from ....core.errors import UsageError
from ...base import base
from ...folder import on_database, site_of
from ...limits.visit import matching
from ...locale.language import Language
from ...reconcile import entities, localized
from ...reconcile.service import Service
from ...site import Site
from ...stock.ties import BadRequest

PREFIX = "/reconcile/"
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
FORM = "application/x-www-form-urlencoded"
# A client shows a preview inside its own page; nothing else may run or be loaded there.
PREVIEW_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"

_services: LRUCache[tuple[str, str, str], Service] = LRUCache(64)


class Call(NamedTuple):
    """One request to the service of one table, in one language."""

    datasette: Datasette
    request: Request
    here: Site
    service: Service
    language: Language


Endpoint = Callable[[Call], Awaitable[dict[str, Any]]]


async def _called(datasette: Datasette, request: Request) -> Call:
    """The request with its service, which is made once, since the database does not change."""
    here, name = site_of(datasette), request.url_vars["table"]
    prefix = request.url_vars.get("prefix") or ""
    language = next(language for language in here.languages if language.prefix == prefix)
    tables = {item.name: item for item in entities.tables(here.package)}
    if name not in tables:
        known = ", ".join(tables) or "none"
        raise NotFound(f"Nothing can be matched against {name}; there is: {known}")
    database = datasette.get_database(here.package.database)
    place, reader = (str(database.path), name, language.name), here.readers[language]
    if place not in _services:
        _services[place] = await on_database(
            datasette, lambda connection: localized.service(connection, here, tables[name], reader)
        )
    return Call(datasette, request, here, _services[place], language)


async def _asked(request: Request) -> dict[str, str]:
    """The parameters of the address, or of the form that was posted."""
    parameters = {name: request.args[name] for name in request.args}
    if request.method == "POST":
        sent = request.headers.get("content-type", FORM).partition(";")[0].strip().lower()
        if sent != FORM:
            raise UsageError(f"a POST of {sent[:80]!r}; send a form, {FORM}, with `queries`")
        try:
            parameters |= await request.post_vars()
        except ValueError:
            raise BadRequest("the form is not UTF-8") from None
    return parameters


def _answered(endpoint: Endpoint) -> Callable[[Datasette, Request], Awaitable[Response]]:
    """A route that gives the answer as JSON, to pages from anywhere."""

    async def route(datasette: Datasette, request: Request) -> Response:
        call = await _called(datasette, request)
        headers: dict[str, str] = {}
        add_cors_headers(headers)
        if request.method not in METHODS:
            error = f"{request.method} is not allowed here; GET and POST are"
            allowed = {**headers, "Allow": ", ".join(METHODS)}
            return Response.json({"ok": False, "error": error}, status=405, headers=allowed)
        try:
            body = await endpoint(call)
        except UsageError as error:
            return Response.json({"ok": False, "error": str(error)}, status=400, headers=headers)
        return Response.json(body, headers=headers)

    return route


async def _endpoint(call: Call) -> dict[str, Any]:
    asked = await _asked(call.request)
    if "queries" not in asked and "extend" not in asked:
        if call.request.method == "POST":
            raise UsageError("the form has neither `queries` nor `extend`")
        return _manifest(call)

    def answered(connection: sqlite3.Connection) -> dict[str, Any]:
        values = partial(entities.values, connection)
        if "queries" in asked:
            return call.service.reconcile(asked["queries"], values)
        return call.service.extend(asked["extend"], values)

    async with matching():
        return await on_database(call.datasette, answered)


def _manifest(call: Call) -> dict[str, Any]:
    """A client cannot follow relative addresses: without a homepage they begin with the address
    at which it asked."""
    package = call.here.package
    about, home = package.descriptor, base(call.datasette, call.request)
    table, title = call.service.type["id"], call.service.type["name"]
    page = call.here.page_of_key(package.relation(table).primary_key)
    view = f"/{package.database}/{table}/{{{{id}}}}"
    if page and len(page.parameters) == 1:
        view = call.language.prefix + page.address.replace(f"<{page.parameter}>", "{{id}}")
    return call.service.manifest(
        name=f"{str(about.get('title', about['name'])).partition(':')[0]}: {title}",
        space=f"urn:{about['name']}:{table}",
        base=f"{home}{call.language.prefix}{PREFIX}{table}",
        view=home + view,
    )


async def _suggest(call: Call) -> dict[str, Any]:
    request = call.request
    prefix = request.args.get("prefix")
    if prefix is None:
        raise UsageError("there is no `prefix`")
    return call.service.suggest(request.url_vars["what"], prefix, request.args.get("cursor") or "0")


async def _properties(call: Call) -> dict[str, Any]:
    asked = call.request.args
    return call.service.propose(asked.get("type") or "", asked.get("limit") or "")


async def _preview(datasette: Datasette, request: Request) -> Response:
    call = await _called(datasette, request)
    service, reader = call.service, call.here.readers[call.language]
    entity = service.entities.get(request.args.get("id") or "")
    if entity is None:
        raise NotFound("There is no record with this id")

    facts = await on_database(
        call.datasette,
        lambda connection: service.about(entity.key, partial(entities.values, connection)),
    )
    shown = localized.facts(facts, reader, service.type["id"])
    values = {"entity": entity, "facts": shown, "language": call.language}
    page = await datasette.render_template("preview.html", values, request=request)
    return Response.html(page, headers={"Content-Security-Policy": PREVIEW_POLICY})


@hookimpl
def skip_csrf(datasette: Datasette, scope: dict[str, Any]) -> bool:
    """Clients post their queries; these change nothing."""
    spoken = site_of(datasette).languages
    starts = tuple(language.prefix + PREFIX for language in spoken)
    return str(scope["path"]).startswith(starts)


@hookimpl(tryfirst=True)
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """The endpoint and what its manifest names, before the pages, which answer everything under
    the prefix of a language."""
    prefixes = "|".join(language.prefix for language in site_of(datasette).languages)
    table = rf"^(?P<prefix>{prefixes}){PREFIX}(?P<table>[^/]+)"
    return [
        (rf"{table}$", _answered(_endpoint)),
        (rf"{table}/suggest/(?P<what>entity|property|type)$", _answered(_suggest)),
        (rf"{table}/properties$", _answered(_properties)),
        (rf"{table}/preview$", _preview),
    ]
