"""Every answer of the site that the edition holds: what is asked for first, and what those pages
link to, until nothing new is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
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

# Files that change with every run, or that hold a page at a time, are asked for whole.
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
        return list(dict.fromkeys(links.found(text, address, self.resolver, bool(self.base))))

    def _stock(self, address: str) -> tuple[sql.Database | None, str]:
        """The database of an address of Datasette's, and what of it is asked for."""
        first, _, rest = address.partition("?")[0].strip("/").partition("/")
        return self.databases.get(first), rest


class Crawl:
    """Asks for pages; `broken` are the addresses that lead nowhere, and the page on which each
    stood first."""

    def __init__(
        self, ask_all: Callable[[Sequence[str]], Iterator[Asked]], prefixes: Sequence[str]
    ) -> None:
        self.ask_all, self.prefixes = ask_all, prefixes
        self.broken: dict[str, str] = {}

    def answers(
        self, seeds: Iterable[tuple[str, str]], made: Iterable[str]
    ) -> Iterator[tuple[Response, int]]:
        """Each answer once, redirects among them, and how many addresses are known to come; `seeds`
        are addresses with the page on which each stands, `made` those that are not asked for."""
        origin = dict.fromkeys(made, "")
        copies: dict[str, str] = {}
        data: dict[str, Response] = {}
        level = self._new(seeds, origin, copies)
        while level:
            found: list[tuple[str, str]] = []
            for left, (answer, leads) in enumerate(self.ask_all(level), 1 - len(level)):
                if answer.address.endswith(DATA_ENDINGS):
                    data[answer.address] = answer
                found += [(address, answer.address) for address in leads]
                if self._is_there(answer, origin):
                    yield answer, len(found) - left
            level = self._new(found, origin, copies)
        for address, own in copies.items():
            answer = replace(data[own], address=address)
            if self._is_there(answer, origin):
                yield answer, 0

    def _new(
        self, found: Iterable[tuple[str, str]], origin: dict[str, str], copies: dict[str, str]
    ) -> list[str]:
        """The addresses that no one asked for yet; those of data in another language are `copies`
        of it where it is in the first one."""
        fresh = []
        for address, page in found:
            if address not in origin:
                origin[address] = page
                fresh.append(address)
        own = {address: self._in_first_language(address) for address in fresh}
        copies |= {
            address: first for address, first in own.items() if first != address and first in origin
        }
        return [address for address in fresh if address not in copies]

    def _in_first_language(self, address: str) -> str:
        """The address of the same data; of a page its own."""
        prefix = next((p for p in self.prefixes if address.startswith(f"{p}/")), "")
        return address.removeprefix(prefix) if address.endswith(DATA_ENDINGS) else address

    def _is_there(self, answer: Response, origin: dict[str, str]) -> bool:
        is_there = bool(answer.location) or answer.status == 200
        if not is_there:
            self.broken[answer.address] = origin[answer.address]
        return is_there
