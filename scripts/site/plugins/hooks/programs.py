"""`/openapi.json`, `/llms.txt`, and the refusal of parameters that an address does not know."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from datasette import Request, Response, hookimpl
from datasette.app import Datasette

from ...base import VARY, base
from ...folder import site_of
from ...limits import requests
from ...programs import parameters
from ...programs.addresses import addresses
from ...programs.llms import llms
from ...programs.openapi import openapi


async def _openapi(datasette: Datasette, request: Request) -> Response:
    here = site_of(datasette)
    document = openapi(here, addresses(here), base(datasette, request))
    body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type="application/json; charset=utf-8", headers=VARY)


async def _llms(datasette: Datasette, request: Request) -> Response:
    here = site_of(datasette)
    text = llms(here, addresses(here), base(datasette, request))
    return Response.text(text, headers=VARY)


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """The descriptions of the addresses."""
    return [(r"^/openapi\.json$", _openapi), (r"^/llms\.txt$", _llms)]


@hookimpl(specname="asgi_wrapper", tryfirst=True)
def strict(datasette: Datasette) -> Callable[[Any], Any]:
    """Refuses what an address for programs does not know."""
    here = site_of(datasette)
    prefixes = [language.prefix for language in here.languages if language.prefix]
    known = parameters.known(addresses(here), prefixes)

    def wrap(app: Any) -> Any:
        async def checked(scope: Any, receive: Any, send: Any) -> None:
            names = _names(scope) if scope["type"] == "http" else []
            wrong, taken = await _wrong(datasette, known, scope, names) if names else ([], "")
            if wrong:
                await _refuse(send, scope["path"], wrong[0], taken)
            else:
                await app(scope, receive, send)

        return checked

    return wrap


def _names(scope: Any) -> list[str]:
    return [name for name, _ in requests.parameters(scope)]


async def _wrong(
    datasette: Datasette, known: parameters.Known, scope: Any, names: list[str]
) -> tuple[list[str], str]:
    """The parameters that the address does not take, and, in words, those that it takes."""
    path = scope["path"]
    if (taken := parameters.taken(known, path)) is not None:
        return [name for name in names if name not in taken], ", ".join(sorted(taken)) or "none"
    if not path.endswith(parameters.ENDINGS):
        return [], ""
    first, *rest = path.strip("/").split("/")
    name = first.partition(".")[0]
    if name in datasette.databases:
        return [
            *parameters.stock(names),
            *parameters.own(names, await _taken(datasette, scope, name, rest)),
        ], "those of Datasette's pages, and columns or what the SQL names"
    return [], ""


async def _taken(datasette: Datasette, scope: Any, database: str, rest: list[str]) -> set[str]:
    """What else one of Datasette's addresses takes: the columns of the table, or the parameters of
    the statement."""
    sql = dict(requests.parameters(scope)).get("sql")
    if sql is not None:
        return {"sql", *parameters.named(sql)}
    if len(rest) != 1:
        return set()
    table = rest[0].rpartition(".")[0]
    if query := await datasette.get_canned_query(database, table, None):
        return parameters.named(query["sql"])
    return {*await datasette.get_database(database).table_columns(table)}


async def _refuse(send: Any, path: str, name: str, taken: str) -> None:
    error = f"unknown parameter {name[:80]!r}; this address takes: {taken}"
    document = {"ok": False, "status": 400, "error": error}
    as_text = path.endswith((".csv", ".atom", ".ics"))
    response = Response.text(f"{error}\n", 400) if as_text else Response.json(document, 400)
    await response.asgi_send(send)
