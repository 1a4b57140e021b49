"""Pages that the server only answers through a form or a script: any two revisions, any two
releases, any day; and the page shown where a host of files cannot answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...release import serve_store
from ..locale.language import Language
from ..reconcile import entities
from ..series import daily_series
from ..site import Site
from . import sql
from .places import SAFE
from .render import as_json, page

if TYPE_CHECKING:
    from datasette.app import Datasette

MAX_PAIRS = 500
"""If there are more differences of two revisions than this, none is written: the browser makes
each."""
MISSING = "/404.html"
PageParts = tuple[str, str, Mapping[str, Any]]


async def pages(
    datasette: Datasette, here: Site, databases: sql.Databases
) -> list[tuple[str, str]]:
    """The address and the text of each, in every language."""
    return [
        (
            language.prefix + address,
            await page(datasette, here, language, address, template, values),
        )
        for language in here.languages
        for address, template, values in _page_parts(here, databases, language)
    ]


async def missing(datasette: Datasette, here: Site, language: Language) -> str:
    """What is shown where there is no file; its script knows what the server would answer. A host
    knows only the page in the first language, which serves the addresses of the others too."""
    names = {series.name: _names(here, series.name) for series in here.package.updates}
    prefixes = [other.prefix[1:] for other in here.languages if other.prefix and language.is_first]
    told = as_json(missing=True, days=days(here), series=names, prefixes=prefixes)
    text = await page(datasette, here, language, MISSING, "edition/missing.html", {"told": told})
    # Its script fills in what was asked for.
    return text.replace(f'value="{MISSING[1:]}"', 'value=""', 1)


def pairs(here: Site) -> dict[str, list[tuple[str, str]]]:
    """By series any two of its revisions, in either order; none of a series with too many."""
    found = {}
    for series in here.package.series:
        names = _names(here, series.name)
        both = [(old, new) for old in names for new in names if old != new]
        found[series.name] = both if len(both) <= 2 * MAX_PAIRS else []
    return found


def days(here: Site) -> list[str]:
    """The days on which something changed."""
    return sorted({name[:10] for name in _names(here, daily_series(here.package))})


def releases(here: Site) -> list[tuple[str, str]]:
    """Any two releases, the older one first."""
    return list(combinations(serve_store.served(here.package.root), 2))


def _page_parts(here: Site, databases: sql.Databases, language: Language) -> Iterator[PageParts]:
    if here.package.series:
        groups = [_series(here, language, item.name) for item in here.package.series]
        questions = databases[here.package.database].questions
        # The one statement over two revisions, by its address from this page.
        statements = {
            group["name"]: ".." + sql.address("", questions[f"diff_{group['name']}"])
            for group in groups
            if not group["pairs"]
        }
        values = {"groups": groups, "told": as_json(sql=statements)}
        yield "/diff/", "edition/pairs.html", values
    if known := days(here):
        yield "/as-of/", "edition/days.html", {"days": known, "told": as_json(days=known)}
    if released := serve_store.served(here.package.root):
        group = _releases(language, released, releases(here))
        yield "/releases/compare/", "edition/pairs.html", {"groups": [group], "told": as_json()}
    for relation in entities.tables(here.package):
        address = f"/reconcile/{relation.name}/"
        yield address, "edition/reconcile.html", {"table": relation.name}


def _series(here: Site, language: Language, name: str) -> dict[str, Any]:
    vocabulary = here.readers[language].vocabulary
    revisions, names = here.package.revisions(name), _names(here, name)
    title, _ = vocabulary.series(name)
    return {
        "name": name,
        "title": title,
        "titles": {str(item.revision): vocabulary.revision(item) for item in revisions},
        "pairs": _pairs(f"{language.prefix}/diff/{name}/", pairs(here)[name]),
        "old": next(iter(names[-2:-1]), ""),
        "new": names[-1] if names else "",
    }


def _releases(
    language: Language, released: Sequence[str], both: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "name": "releases",
        "title": language.say("releases"),
        "titles": {version: version for version in released},
        "pairs": _pairs(f"{language.prefix}/releases/", both),
    }


def _pairs(start: str, both: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {"old": old, "new": new, "href": quote(f"{start}{old}...{new}", safe=SAFE)}
        for old, new in both
    ]


def _names(here: Site, series: str) -> list[str]:
    return [str(item.revision) for item in here.package.revisions(series)]
