"""Every answer of the site that the edition holds: the first addresses, and what their pages link
to, until nothing new is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ..http.delivery import TIMED, TIMING
from ..site import Site
from . import links, serverless, sql
from .capture import HERE, Response, ask

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
Asked = tuple[Response, list[str]]
"""An answer, and the addresses to which it leads."""

# Files that change with every run, or that hold one page at a time, are requested whole.
ALL_ROWS = "?_size=max"
# The same in every language.
DATA_ENDINGS = (".csv", ".json")


class Asker:
    """The site in one process, which answers one question after another."""

    def __init__(self, datasette: Datasette, here: Site, base: str) -> None:
        self._runner = asyncio.Runner()
        self.run(datasette.invoke_startup())
        self.application = datasette.app()
        self.databases = self.run(sql.databases(datasette, here))
        self.resolver = links.Resolver(here, self.databases)
        self.base = base

    def run(self, question: Coroutine[Any, Any, T]) -> T:
        """What the question gives."""
        return self._runner.run(question)

    def answer(self, address: str) -> Asked:
        """The answer at an address, as the edition holds it."""
        database, name = self._stock(address)
        asked = address
        if database and name.endswith((".json", ".csv")):
            asked += ALL_ROWS
        # A calendar has no relative addresses.
        base = self.base if address.endswith(".ics") else HERE
        answer = self.run(ask(self.application, asked, base))
        answer = replace(answer, address=address)
        if answer.location:
            target = self.resolver.target(answer.location, address)
            return answer, [target.address] if target and target.address else []
        if not answer.is_page or answer.status != 200:
            # How long a query took is different each time.
            body = TIMING.sub(TIMED + b"0", answer.body) if database else answer.body
            return replace(answer, body=body), []
        text = answer.text
        if database and (database.release or name not in database.questions):
            text = serverless.page(text, database, name)
        text = serverless.without_inline_scripts(text)
        return replace(answer, body=text.encode()), self.links(text, address)

    def links(self, text: str, address: str) -> list[str]:
        """The addresses to which the page at an address leads."""
        return list(dict.fromkeys(links.addresses(text, address, self.resolver, bool(self.base))))

    def _stock(self, address: str) -> tuple[sql.Database | None, str]:
        """The database that one of Datasette's addresses is in, and what in it is requested."""
        first, _, rest = address.partition("?")[0].strip("/").partition("/")
        return self.databases.get(first), rest


class Crawl:
    """Asks for pages; `broken` are the addresses that lead nowhere, and the page on which each
    stood first."""

    def __init__(
        self, ask_all: Callable[[Sequence[str]], Iterator[Asked]], resolver: links.Resolver
    ) -> None:
        self.ask_all, self.resolver = ask_all, resolver
        self.broken: dict[str, str] = {}
        # The page on which each address stood first; and of data in another language the address
        # of the same in the first one.
        self._origin: dict[str, str] = {}
        self._copies: dict[str, str] = {}

    def answers(
        self, seeds: Sequence[tuple[str, str]], made: Iterable[str]
    ) -> Iterator[tuple[Response, int]]:
        """Each answer once, redirects too, and how many addresses are still to come. `seeds` are
        addresses with the page on which each stands; those in `made` are not requested."""
        self._origin = dict.fromkeys(made, "")
        data: dict[str, Response] = {}
        level = self._new(seeds)
        while level:
            found: list[tuple[str, str]] = []
            for left, (answer, leads) in enumerate(self.ask_all(level), 1 - len(level)):
                if answer.address.endswith(DATA_ENDINGS):
                    data[answer.address] = answer
                found += [(address, answer.address) for address in leads]
                if self._is_there(answer):
                    yield answer, len(found) - left
            level = self._new(found) or self._pages(data)
        for address, first in self._copies.items():
            answer = replace(data[first], address=address)
            if self._is_there(answer):
                yield answer, 0

    def _new(self, found: Sequence[tuple[str, str]]) -> list[str]:
        """The addresses that were not requested yet, without copies of data."""
        fresh = [address for address, _ in found if address not in self._origin]
        for address, page in found:
            self._origin.setdefault(address, page)
        for address in fresh:
            first = self.resolver.parted(address)[1]
            if first != address and address.endswith(DATA_ENDINGS) and first in self._origin:
                self._copies[address] = first
        return [address for address in dict.fromkeys(fresh) if address not in self._copies]

    def _pages(self, data: Mapping[str, Response]) -> list[str]:
        """What was taken for a copy of data, and is the page of a key that ends as a file does."""
        pages = [address for address, first in self._copies.items() if data[first].is_page]
        for address in pages:
            del self._copies[address]
        return pages

    def _is_there(self, answer: Response) -> bool:
        is_there = bool(answer.location) or answer.status == 200
        if not is_there:
            self.broken[answer.address] = self._origin[answer.address]
        return is_there
