"""The static edition of a package, written into a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ...core import processes
from ...release import serve_store
from ..findable import sitemap
from ..site import Site
from . import contents, hosting, indexes, links, seeds, swap, tab
from .adaptations import adaptations
from .capture import Response
from .crawl import DATA_ENDINGS, Asked, Asker, Crawl
from .places import Place, UnsafeError, place, relative

if TYPE_CHECKING:
    from datasette.app import Datasette

# Their bytes stay as the server gives them, whatever is in them.
VERBATIM = ("/data/", "/copies/", "/static/", "/datapackage.json", "/-/static/")
TEXTS = (
    *("application/json", "application/ld+json", "application/linkset+json", "text/plain"),
    "application/atom+xml",
)
MAX_SHOWN = 60
PAGE, REDIRECT = "text/html", 302
# The share of the time that goes into requests, not into writing.
ASKING_SHARE = 0.95
# A citation names its parts behind the ?.
CITED = re.compile(r"(?:/[a-z]+)?/cite(?:/[^/?]+)?")
SCRIPT = '<script type="module" src="/static/edition/address.js"></script>'


def _with_script(answer: Response) -> str:
    """The page, with a script that follows what comes after the ? of its address."""
    is_cited = CITED.fullmatch(answer.address)
    return answer.text.replace("</head>", f"{SCRIPT}\n</head>", 1) if is_cited else answer.text


def _short(address: str) -> str:
    """The address, as much of it as fits on a line."""
    return address if len(address) <= MAX_SHOWN else f"{address[:MAX_SHOWN]}..."


class EditionSummary(NamedTuple):
    """What was written: how many files, and in a sentence each what is missing from them."""

    files: int
    faults: Sequence[str]


def write(
    datasette: Datasette,
    here: Site,
    target: Path,
    base: str,
    progress: Callable[[float], None],
) -> EditionSummary:
    """Write the edition. `base` is what absolute addresses begin with, empty where all are
    relative. Raises UsageError where the folder holds something else."""
    swap.require(target)
    with swap.staging_folder(target) as new:
        return _Edition(datasette, here, new, base).write(progress)


class _Edition:
    def __init__(self, datasette: Datasette, here: Site, root: Path, base: str) -> None:
        self.datasette, self.here, self.root, self.base = datasette, here, root, base
        self.answers: dict[str, Response] = {}
        self.places: dict[str, Place] = {}
        # The address whose file it is, by path.
        self.owners: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.faults: list[str] = []
        self.files = 0

    @cached_property
    def asker(self) -> Asker:
        """The site in this process; each copy of it makes its own."""
        return Asker(self.datasette, self.here, self.base)

    def write(self, progress: Callable[[float], None]) -> EditionSummary:
        with processes.shared(lambda: self.asker.answer) as ask_all:
            mapped = self._gather(ask_all, progress)
        self._name_again()
        resolver = self.asker.resolver
        writer = links.Writer(resolver, self._all_places(resolver), self.base)
        adapting = adaptations(self.here)
        for answer in self.answers.values():
            if adapt := adapting.get(answer.address):
                answer = replace(answer, body=adapt(answer.body))
            self._write(answer, writer)
        self._write_others(mapped, writer)
        # Pages first, then what belongs to them, such as their citations.
        faults = sorted(dict.fromkeys(self.faults), key=lambda fault: "?" in fault)
        return EditionSummary(self.files, faults)

    def _gather(
        self,
        ask_all: Callable[[Sequence[str]], Iterator[Asked]],
        progress: Callable[[float], None],
    ) -> list[str]:
        """Take every answer; the addresses in the map of the site."""
        ask, canonical = self.asker, self.asker.resolver.canonical
        mapped = ask.run(seeds.from_sitemap(ask.application))
        tabs = ask.run(tab.pages(self.datasette))
        own = ask.run(indexes.pages(self.datasette, self.here, ask.databases))
        first = [*mapped, *seeds.from_package(self.here, ask.databases)]
        found = [(canonical(address), "") for address in first]
        made = {canonical(address): text for address, text in (*tabs, *own)}
        for address, text in made.items():
            self._take(Response(address, 200, PAGE, "", text.encode()))
            found += [(link, address) for link in ask.links(text, address)]
        crawl = Crawl(ask_all, ask.resolver)
        for answer, waiting in crawl.answers(found, made):
            self._take(answer)
            progress(ASKING_SHARE * len(self.answers) / (len(self.answers) + waiting))
        self.faults += [
            f"{page or 'the map of the site'}: {_short(address)} is a broken link"
            for address, page in crawl.broken.items()
        ]
        self.faults += self._mistaken()
        return [*mapped, *(address for address, _ in tabs)]

    def _mistaken(self) -> Iterator[str]:
        """The pages at addresses where programs expect another page as data."""
        patterns = [page.pattern for page in self.here.pages if page.machine]
        for address, answer in self.answers.items():
            stem, _, ending = address.rpartition(".")
            if not answer.is_page or "?" in stem or f".{ending}" not in DATA_ENDINGS:
                continue
            _, own = self.asker.resolver.parted(stem)
            if stem in self.answers and any(re.fullmatch(pattern, own) for pattern in patterns):
                path, other = _short(address), _short(stem)
                yield f"{path}: a page, and not {other} as {ending.upper()}; use another key"

    def _take(self, answer: Response) -> None:
        address = answer.address
        try:
            here = place(address, answer.is_page or bool(answer.location))
        except UnsafeError:
            self.faults.append(f"{_short(address)}: no file can be called so; use another key")
            return
        if (other := self.owners.setdefault(here.path, address)) != address:
            self.faults.append(f"{_short(address)}: {_short(other)} has its file; use another key")
            return
        self.places[address], self.answers[address] = here, answer

    def _name_again(self) -> None:
        """A page for each short address of a record. Where names that differ only in case are one
        file, none replaces another."""
        database = self.datasette.get_database(self.here.package.database)
        named = self.asker.run(database.execute_fn(partial(seeds.aliases, here=self.here)))
        compared: Callable[[str], str] = str if swap.tells_cases_apart(self.root) else str.casefold
        taken = {compared(item.path) for item in self.places.values()}
        for short, target in named.items():
            # No link leads to a short address, so one that no file can have is not missed.
            with suppress(UnsafeError):
                path = compared(place(short, True).path)
                if path not in taken and target in self.places:
                    taken.add(path)
                    self._take(Response(short, REDIRECT, "", target, b""))

    def _all_places(self, resolver: links.Resolver) -> dict[str, Place]:
        """The file of each address; for a redirect, the file that it leads to."""
        found = dict(self.places)
        for answer in self.answers.values():
            target = resolver.target(answer.location, answer.address) if answer.location else None
            if target and target.address in self.places:
                found[answer.address] = self.places[target.address]
        return found

    def _write(self, answer: Response, writer: links.Writer) -> None:
        here = self.places[answer.address]
        body = answer.body
        if answer.location:
            target = writer.resolver.target(answer.location, answer.address)
            link = writer.link(target) if target else ""
            if link == here.link:
                return
            self.redirects["/" + here.link.rstrip("/")] = link
            body = hosting.redirect(relative(here, link), self.here.languages[0].tag).encode()
        elif answer.is_page:
            text = writer.page(_with_script(answer), answer.address, here)
            body = hosting.with_policy(text).encode()
        elif answer.kind in TEXTS and not self._is_verbatim(answer.address):
            body = writer.other(answer.text, here).encode()
        self._put(here.path, body)

    def _is_verbatim(self, address: str) -> bool:
        own = address.removeprefix("/releases/")
        return address.startswith(VERBATIM) or (own != address and own[:1].isdigit())

    def _write_others(self, mapped: list[str], writer: links.Writer) -> None:
        """The files that are at no address of the site."""
        versions = serve_store.served(self.here.package.root)
        known = map(writer.resolver.canonical, mapped)
        listed = [writer.places[path].link for path in known if path in writer.places]
        pages = [*dict.fromkeys(listed)]
        self._put(contents.FILE, contents.contents(self.here, pages))
        if self.base:
            # A sitemap needs absolute addresses.
            self._put("sitemap.xml", sitemap.sitemap(f"{self.base}/", pages))
        self._put("robots.txt", sitemap.robots(self.base))
        self._put("_headers", hosting.headers_file(versions))
        self._put("_redirects", hosting.redirects_file(self.redirects, versions))
        self._put(".nojekyll", b"")
        # It is shown at any address, so its links begin at the root of the host.
        rooted = replace(writer, root=urlsplit(self.base).path + "/")
        for language in self.here.languages:
            address = language.prefix + indexes.MISSING
            text = self.asker.run(indexes.missing(self.datasette, self.here, language))
            name = address.removeprefix("/")
            shown = rooted.page(text, address, Place(name, is_page=False))
            self._put(name, hosting.with_policy(shown))

    def _put(self, path: str, body: bytes | str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body.encode() if isinstance(body, str) else body)
        self.files += 1
