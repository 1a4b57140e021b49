"""Every answer of the site that the edition holds: what is asked for first, and what those pages
link to, until nothing new is found."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace

from . import links, serverless, sql
from .capture import HERE, Answer, Application, ask

# Files that change with every run, or that hold a page at a time, are asked for whole.
WHOLE = "?_size=max"
# The same in every language.
DATA = (".csv", ".json")


class Crawl:
    """Asks the application for pages; `broken` are the addresses that lead nowhere, and the page
    on which each stood first."""

    def __init__(
        self,
        application: Application,
        resolver: links.Resolver,
        databases: sql.Databases,
        base: str,
    ) -> None:
        self.application, self.resolver, self.databases = application, resolver, databases
        self.base = base
        self.broken: dict[str, str] = {}
        self.data: dict[str, Answer] = {}

    async def answers(
        self, seeds: Iterable[str], made: Iterable[Answer]
    ) -> AsyncIterator[tuple[Answer, int]]:
        """Each answer once, redirects among them, and how many addresses are known to come; what
        the edition has `made` itself is not asked for, but what it links to."""
        origin = {answer.address: "" for answer in made}
        waiting: deque[str] = deque()
        for address, page in self._wanted(seeds, made):
            if address not in origin:
                origin[address] = page
                waiting.append(address)
        while waiting:
            address = waiting.popleft()
            answer = await self._answer(address)
            if answer.location:
                led = self.resolver.target(answer.location, address)
                new = [led.address] if led and led.address else []
            elif answer.status != 200:
                self.broken[address] = origin[address]
                continue
            else:
                new = (
                    list(links.found(answer.text, address, self.resolver)) if answer.is_page else []
                )
            for found in new:
                if found not in origin:
                    origin[found] = address
                    waiting.append(found)
            yield answer, len(waiting)

    def _wanted(self, seeds: Iterable[str], made: Iterable[Answer]) -> Iterator[tuple[str, str]]:
        yield from ((address, "") for address in seeds)
        for answer in made:
            for address in links.found(answer.text, answer.address, self.resolver):
                yield address, answer.address

    async def _answer(self, address: str) -> Answer:
        own = self._in_first_language(address)
        if own in self.data:
            return replace(self.data[own], address=address)
        answer = await self._asked(address)
        if address == own and own.endswith(DATA):
            self.data[own] = answer
        return answer

    def _in_first_language(self, address: str) -> str:
        prefixes = [prefix for prefix in self.resolver.prefixes if address.startswith(f"{prefix}/")]
        return address.removeprefix(prefixes[0]) if prefixes else address

    async def _asked(self, address: str) -> Answer:
        database, name = self._stock(address)
        asked = address
        if database and name.endswith((".json", ".csv")):
            asked += WHOLE
        # A calendar has no relative addresses.
        base = self.base if address.endswith(".ics") else HERE
        answer = await ask(self.application, asked, base)
        answer = replace(answer, address=address)
        if not answer.is_page or answer.status != 200:
            return self._timeless(answer) if database else answer
        text = answer.text
        if database and not (self._is_question(database, name)):
            text = serverless.page(text, database, name)
        return replace(answer, body=serverless.without_inline_scripts(text).encode())

    def _stock(self, address: str) -> tuple[sql.Database | None, str]:
        """The database of an address of Datasette's, and what of it is asked for."""
        first, _, rest = address.partition("?")[0].strip("/").partition("/")
        return self.databases.get(first), rest

    @staticmethod
    def _is_question(database: sql.Database, name: str) -> bool:
        return not database.release and name in database.questions

    @staticmethod
    def _timeless(answer: Answer) -> Answer:
        """Without how long a query took."""
        from ..http.delivery import TIMED, TIMING

        return replace(answer, body=TIMING.sub(TIMED + b"0", answer.body))
