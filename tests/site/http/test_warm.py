"""What is made before anybody asks for it: pages that exist."""

from __future__ import annotations

import asyncio

from datasette.app import Datasette

from revisioned.site.folder import folder_of
from revisioned.site.http import warm
from revisioned.site.site import site
from revisioned.site.stock import own_templates


def test_pages_that_are_made_beforehand_are_there(wells_site: Datasette) -> None:
    async def statuses() -> dict[str, int]:
        here = site(folder_of(wells_site))
        return {
            address: (await wells_site.client.get(address)).status_code
            for address in (*warm.SLOW_ADDRESSES, *warm.addresses(wells_site, here))
        }

    found = asyncio.run(statuses())

    assert len(found) > len(warm.SLOW_ADDRESSES)
    assert set(found.values()) == {200}, found


def test_every_template_is_compiled_before_the_first_visitor(wells_site: Datasette) -> None:
    asyncio.run(wells_site.invoke_startup())
    stock, ours = wells_site.jinja_env, own_templates.templates(wells_site)
    for templates in (stock, ours):
        templates.cache.clear()

    asyncio.run(warm.prepare(wells_site, site(folder_of(wells_site)), "localhost"))

    compiled = [{name for _, name in templates.cache} for templates in (stock, ours)]
    assert {"table.html", "row.html", "error.html"} <= compiled[0]
    assert {"base.html", "page/diff.html", "sections/table.html"} <= compiled[1]
