"""The static edition of a package, written into a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...release import shelf
from ..pages.site import Site
from . import contents, hosting, links, seeds, sql, swapped, tab
from .capture import Answer
from .crawl import Crawl
from .places import Place, UnsafeError, place, relative

if TYPE_CHECKING:
    from datasette.app import Datasette

# Their bytes are those of the server, whatever is in them.
VERBATIM = ("/data/", "/releases/", "/copies/", "/static/", "/datapackage.json", "/-/static/")
TEXTS = ("application/json", "application/ld+json", "application/linkset+json", "text/plain")
FEED = "application/atom+xml"

Share = Callable[[float], None]


@dataclass
class Written:
    """What was written: how many files, and the links that lead nowhere with the page of each."""

    files: int = 0
    broken: Mapping[str, str] = field(default_factory=dict)


def write(datasette: Datasette, here: Site, target: Path, base: str, progress: Share) -> Written:
    """Write the edition. `base` is what absolute addresses begin with; empty where all are
    relative. Raises UsageError where the folder holds something else."""
    swapped.require(target)
    with swapped.beside(target) as new:
        return asyncio.run(_Edition(datasette, here, new, base, progress).write())


class _Edition:
    def __init__(
        self, datasette: Datasette, here: Site, root: Path, base: str, progress: Share
    ) -> None:
        self.datasette, self.here, self.root = datasette, here, root
        self.base, self.progress = base, progress
        self.answers: dict[str, Answer] = {}
        self.places: dict[str, Place] = {}
        self.redirects: dict[str, str] = {}
        self.files = 0

    async def write(self) -> Written:
        await self.datasette.invoke_startup()
        application = self.datasette.app()
        databases = await sql.databases(self.datasette, self.here)
        resolver = links.Resolver(self.here, databases)
        crawl = Crawl(application, resolver, databases, self.base)
        mapped = await seeds.mapped(application)
        asked = [*mapped, *seeds.first(self.here, databases)]
        async for answer, waiting in crawl.answers(asked):
            self._take(answer, crawl)
            self.progress(0.9 * len(self.answers) / (len(self.answers) + waiting))
        for address, text in await tab.pages(self.datasette):
            self._take(Answer(address, 200, "text/html", "", text.encode()), crawl)
        writer = links.Writer(resolver, self._all_places(resolver), self.base)
        for answer in self.answers.values():
            self._write(answer, writer)
        await self._beside(mapped, writer)
        return Written(self.files, crawl.broken)

    def _take(self, answer: Answer, crawl: Crawl) -> None:
        try:
            self.places[answer.address] = place(
                answer.address, answer.is_page or bool(answer.location)
            )
        except UnsafeError:
            crawl.broken[answer.address] = "its name cannot be that of a folder"
            return
        self.answers[answer.address] = answer

    def _all_places(self, resolver: links.Resolver) -> dict[str, Place]:
        """The file of each address; of one that leads to another, that of the other."""
        found = dict(self.places)
        for answer in self.answers.values():
            target = resolver.target(answer.location, answer.address) if answer.location else None
            if target and target.address in self.places:
                found[answer.address] = self.places[target.address]
        return found

    def _write(self, answer: Answer, writer: links.Writer) -> None:
        here = self.places[answer.address]
        body = answer.body
        if answer.location:
            target = writer.resolver.target(answer.location, answer.address)
            link = writer.of(target) if target else ""
            if link == here.link:
                return
            self.redirects["/" + here.link.rstrip("/")] = link
            body = hosting.redirect(relative(here, link), self.here.languages[0].tag).encode()
        elif answer.is_page:
            text = writer.page(answer.text, answer.address, here)
            body = hosting.with_policy(text).encode()
        elif answer.kind in (*TEXTS, FEED) and not answer.address.startswith(VERBATIM):
            body = writer.other(answer.text, here).encode()
        self._put(here.path, body)

    async def _beside(self, mapped: list[str], writer: links.Writer) -> None:
        """What no address of the site holds."""
        self._put(contents.FILE, await contents.contents(self.datasette, self.here))
        listed = [writer.places[path].link for path in mapped if path in writer.places]
        listed += [item.link for path, item in self.places.items() if path.endswith(sql.PAGE)]
        self._put("sitemap.xml", hosting.pages(self.base, listed))
        self._put("robots.txt", hosting.robots(self.base))
        self._put("_headers", hosting.headers_file(shelf.served(self.here.package.root)))
        self._put("_redirects", hosting.redirects_file(self.redirects))
        self._put(".nojekyll", b"")

    def _put(self, path: str, body: bytes | str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body.encode() if isinstance(body, str) else body)
        self.files += 1
