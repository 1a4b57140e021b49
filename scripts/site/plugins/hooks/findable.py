"""The description of the data set and of each release: in the head and the headers of the pages
that are about them, and as files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from markupsafe import Markup

from ....release import serve_store
from ...base import VARY, base, homepage, path_of
from ...findable import signposting as links
from ...findable.dcat import dcat
from ...findable.description import Description, describe
from ...findable.in_language import in_language
from ...findable.schema_org import schema_org
from ...folder import folder_of, site_of
from ...headers import starting
from ...locale.language import Language
from ...site import site

FILES = (
    (links.DCAT, dcat, links.DCAT_TYPE),
    (links.LINKSET, links.linkset, links.LINKSET_TYPE),
)
VERSION = r"\d+\.\d+\.\d+"
RELEASE = re.compile(rf"/(?:cite|releases)/({VERSION})/?")
WHOLE = ("", "/", "/cite", "/cite/")
CACHED_DESCRIPTIONS = 64


Place = tuple[Path, str, str | None]
"""The folder of a package, what its addresses begin with, and the release that a page shows."""


def _place(datasette: Datasette, request: Request) -> Place | None:
    """What the page at an address is about: the data set, a release, or neither."""
    here = site_of(datasette)
    path = path_of(request)
    for language in here.languages:
        if language.prefix and (path + "/").startswith(f"{language.prefix}/"):
            path = path.removeprefix(language.prefix)
    found = RELEASE.fullmatch(path)
    if found is None and path not in WHOLE:
        return None
    version = found[1] if found else None
    if version is not None and version not in serve_store.served(here.package.root):
        return None
    return here.package.root, base(datasette, request), version


@lru_cache(CACHED_DESCRIPTIONS)
def _description(root: Path, start: str, version: str | None) -> Description:
    return describe(site(root).package, start, version)


@lru_cache(CACHED_DESCRIPTIONS)
def _header(*place: Any) -> bytes:
    return links.link_header(_description(*place)).encode("latin-1", "ignore")


@lru_cache(CACHED_DESCRIPTIONS)
def _head(place: Place, language: Language, description: str) -> Mapping[str, Any]:
    """What the head of a page says: its links, and the JSON-LD in its language. No text from the
    data can end the element that it is in."""
    described = _description(*place)
    if not language.is_first:
        described = in_language(described, site(place[0]).readers[language].vocabulary, description)
    text = json.dumps(schema_org(described), ensure_ascii=False).replace("<", "\\u003c")
    return {"links": links.links(described), "dataset": Markup(text)}  # noqa: S704 escaped


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`described(request, language)` for the head of a page: its links, and the JSON-LD."""

    def about(request: Request | None, language: Language) -> Mapping[str, Any] | None:
        place = _place(datasette, request) if request else None
        said = (datasette.metadata() or {}).get(f"description_{language.name}", "")
        return _head(place, language, str(said)) if place else None

    env.globals["described"] = about


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """The links in the header of each page that is about the data set or a release."""

    def linked(scope: Any, message: Any) -> Any:
        place = _place(datasette, Request(scope, None)) if _is_page(message) else None
        if place is None:
            return message
        added = [(b"link", _header(*place))]
        if not homepage(site_of(datasette).package):
            added.append((b"vary", b"Host"))
        return {**message, "headers": [*message["headers"], *added]}

    return lambda app: starting(app, linked)


def _is_page(message: Any) -> bool:
    return message["status"] == 200 and any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message.get("headers", ())
    )


def _file(
    made: Callable[[Description], Mapping[str, Any]], kind: str
) -> Callable[[Datasette, Request], Any]:
    async def handle(datasette: Datasette, request: Request) -> Response:
        version, root = request.url_vars.get("version"), folder_of(datasette)
        if version is not None and version not in serve_store.served(root):
            raise NotFound(f"There is no release {version}")
        document = made(_description(root, base(datasette, request), version))
        body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        return Response(body, content_type=kind, headers=VARY)

    return handle


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """The descriptions as files, next to the page that each is about."""
    return [
        (rf"^{place}/{name.replace('.', '[.]')}$", _file(made, kind))
        for place in ("", f"/cite/(?P<version>{VERSION})")
        for name, made, kind in FILES
    ]
