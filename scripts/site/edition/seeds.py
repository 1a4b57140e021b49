"""The addresses to request first; the rest is found by following links."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

from ...core import normalize
from ...descriptor.parse import DESCRIPTOR
from .. import STATIC, search
from ..programs.addresses import addresses
from ..site import Site
from .capture import HERE, Application, ask
from .indexes import days, pairs, releases
from .places import SAFE
from .sql import Databases

SITEMAP_ADDRESS = re.compile(r"<loc>([^<]*)</loc>")
FORMATS = ("", ".json", ".csv", ".md")
# They answer only what is posted, or what follows a ?.
BY_QUERY_ALONE = ("/reconcile/", "/search")
# One word of an address as people type it.
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
WRITTEN_LATER = frozenset({"/sitemap.xml", "/robots.txt"})


async def from_sitemap(application: Application) -> list[str]:
    """The addresses in the map of the site."""
    answer = await ask(application, "/sitemap.xml")
    return [unescape(item).removeprefix(HERE) for item in SITEMAP_ADDRESS.findall(answer.text)]


def from_package(here: Site, databases: Databases) -> list[str]:
    """The addresses that come from the package and not from the map of the site."""
    found = [
        *_listed(here),
        *_compared(here),
        *_days(here),
        *_stock(here, databases),
        *_files(here),
    ]
    return [path for path in dict.fromkeys(found) if path not in WRITTEN_LATER]


def _listed(here: Site) -> Iterator[str]:
    """The addresses listed for programs, with their examples."""
    for item in addresses(here):
        path = item.example()
        if "{" in path or path.startswith(BY_QUERY_ALONE):
            continue
        yield from _in_every_language(here, path) if item.localized else [path]


def _in_every_language(here: Site, path: str) -> list[str]:
    return [language.prefix + path for language in here.languages]


def _compared(here: Site) -> Iterator[str]:
    for series, both in pairs(here).items():
        for old, new in both:
            path = "/diff/" + quote(f"{series}/{old}...{new}", safe=SAFE)
            yield from _in_every_language(here, path)
            yield from (path + ending for ending in FORMATS)
    for old, new in releases(here):
        yield from _in_every_language(here, f"/releases/{old}...{new}")


def _days(here: Site) -> Iterator[str]:
    for day in days(here):
        for ending in FORMATS[:3]:
            yield from _in_every_language(here, f"/as-of/{day}{ending}")


def _stock(here: Site, databases: Databases) -> Iterator[str]:
    """Every table and question of the newest data, and each as a file."""
    name = here.package.database
    yield f"/{name}"
    for table in databases[name].keys:
        yield f"/{name}/{table}"
        yield from (f"/{name}/{table}{ending}" for ending in FORMATS[1:3])
    for question in databases[name].questions:
        yield from _in_every_language(here, f"/{name}/{question}")


def _files(here: Site) -> Iterator[str]:
    """The files that are served as they are."""
    root = here.package.root
    for mount, folder in (("data", root / "data"), ("static", STATIC)):
        for path in sorted(folder.rglob("*")):
            own = path.relative_to(folder)
            # The style sheets are served as one, /site.css.
            if path.is_file() and not _is_hidden(own) and own.parts[0] != "css":
                yield quote(f"/{mount}/{own.as_posix()}", safe=SAFE)
    yield from (f"/{DESCRIPTOR}", "/changes.json", "/changes.csv", "/site.css")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def aliases(connection: sqlite3.Connection, here: Site) -> dict[str, str]:
    """The short addresses by which the server finds a record (its key, and each of its names), with
    the address of its page, in every language."""
    package = here.package
    table = search.named_table(package)
    page = here.page_of_key(package.relation(table).primary_key) if table else None
    if table is None or page is None or len(page.parameters) != 1:
        return {}
    known = search.names(connection, package, table)
    owners: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for key, texts in known.shown.items():
        for text in filter(WORD.fullmatch, texts):
            words[text] = normalize.key(text)
            owners.setdefault(words[text], set()).add(key)
    found = {}
    for word, compared in words.items():
        keys = {word} if word in known.shown else owners[compared]
        if len(keys) > 1:
            continue
        target = page.of_key(next(iter(keys)))
        for language in here.languages:
            found[f"{language.prefix}/{word}"] = language.prefix + target
            found[f"{language.prefix}{page.of_key(word)}"] = language.prefix + target
    return {short: target for short, target in found.items() if short != target}
