"""Answers that are made before anybody asks for them. The first page of a kind takes longest: its
template, the releases that it compares and their databases must be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...release import serve_store
from .. import TEMPLATES
from ..site import Site
from ..stock import own_templates

if TYPE_CHECKING:
    from datasette.app import Datasette

# Seconds between two looks whether visitors still wait for something.
PAUSE_S = 0.05
# Templates of the static edition; no page of the server is made of them.
EDITION = "edition/"
# What takes longest.
SLOW_ADDRESSES = ("/feed.atom", "/releases")


async def prepare(datasette: Datasette, site: Site, host: str) -> None:
    """Make what nobody should wait for: every template, the home pages, what takes longest."""
    stock, ours = datasette.jinja_env, own_templates.templates(datasette)
    for name in stock.list_templates():
        # Its folders hold only the templates of our pages.
        if "/" not in name:
            stock.get_template(name)
        if (TEMPLATES / name).exists() and not name.startswith(EDITION):
            ours.get_template(name)
    homes = (f"{language.prefix}/" for language in site.languages)
    for address in (*homes, *SLOW_ADDRESSES, f"/{site.package.database}"):
        await datasette.client.get(address, headers={"Host": host})


def addresses(datasette: Datasette, site: Site) -> Iterator[str]:
    """The addresses of one page of each kind that takes long, those of people first."""
    versions = serve_store.served(site.package.root)
    for language in site.languages:
        for page in site.pages:
            if not page.parameter and not page.asks:
                yield language.prefix + page.address
    if versions:
        newest = versions[-1]
        yield from ("/cite", f"/releases/{newest}/")
        yield datasette.urls.database(serve_store.database_name(newest))
