"""What is asked for first; the rest is found by following links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

from ...descriptor.parse import DESCRIPTOR
from .. import STATIC
from ..pages.site import Site
from ..programs.addresses import HTML, addresses
from .capture import HERE, Application, ask
from .places import SAFE
from .sql import Databases

PAIRS = 500
"""So many differences of two revisions are written; of more, each is made in the browser."""
LOC = re.compile(r"<loc>([^<]*)</loc>")
FORMATS = ("", ".json", ".csv", ".md")
# They answer only what is posted or asked behind the ?.
ASKED = ("/reconcile/", "/search")
LATER = frozenset({"/sitemap.xml", "/robots.txt"})


async def mapped(application: Application) -> list[str]:
    """The addresses in the map of the site."""
    answer = await ask(application, "/sitemap.xml")
    found = [unescape(item).removeprefix(HERE) for item in LOC.findall(answer.text)]
    return [quote(unquote(path), safe=SAFE) for path in found]


def first(here: Site, databases: Databases) -> list[str]:
    """What follows from the package beside the map of the site."""
    found = [
        *_listed(here),
        *_compared(here),
        *_days(here),
        *_stock(here, databases),
        *_files(here),
    ]
    return [path for path in dict.fromkeys(found) if path not in LATER]


def _listed(here: Site) -> Iterator[str]:
    """The addresses that programs are told of, with their examples."""
    for item in addresses(here):
        path = item.example()
        if "{" in path or path.startswith(ASKED) or (item.answer == HTML and "/<" in item.path):
            continue
        for language in here.languages if item.localized else here.languages[:1]:
            yield language.prefix + path


def pairs(here: Site) -> dict[str, list[tuple[str, str]]]:
    """By series any two of its revisions, in either order; none of a series with too many."""
    found = {}
    for series in here.package.series:
        names = [str(item.revision) for item in here.package.revisions(series.name)]
        both = [(old, new) for old in names for new in names if old != new]
        found[series.name] = both if len(both) <= 2 * PAIRS else []
    return found


def _compared(here: Site) -> Iterator[str]:
    for series, both in pairs(here).items():
        for old, new in both:
            path = "/diff/" + quote(f"{series}/{old}...{new}", safe=SAFE)
            for language in here.languages:
                yield language.prefix + path
            yield from (path + ending for ending in FORMATS)


def days(here: Site) -> list[str]:
    """The days on which something changed."""
    follows = [item.name for item in here.package.series if item.kind == "update"][:1]
    names = [str(item.revision)[:10] for name in follows for item in here.package.revisions(name)]
    return sorted({*names})


def _days(here: Site) -> Iterator[str]:
    for day in days(here):
        for language in here.languages:
            yield from (f"{language.prefix}/as-of/{day}{ending}" for ending in FORMATS[:3])


def _stock(here: Site, databases: Databases) -> Iterator[str]:
    """Every table and question of the newest data, and each as a file."""
    name = here.package.database
    yield f"/{name}"
    for table in databases[name].keys:
        yield f"/{name}/{table}"
        yield from (f"/{name}/{table}{ending}" for ending in FORMATS[1:3])
    for question in databases[name].questions:
        for language in here.languages:
            yield f"{language.prefix}/{name}/{question}"


def _files(here: Site) -> Iterator[str]:
    """What is served as it is."""
    root = here.package.root
    for mount, folder in (("data", root / "data"), ("static", STATIC)):
        for path in sorted(folder.rglob("*")):
            own = path.relative_to(folder)
            # The sheets of a style are served as one, /site.css.
            if path.is_file() and not _is_hidden(own) and own.parts[0] != "css":
                yield quote(f"/{mount}/{own.as_posix()}", safe=SAFE)
    yield from (f"/{DESCRIPTOR}", "/changes.json", "/changes.csv", "/site.css")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
