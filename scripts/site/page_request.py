"""The request for a page and the responses to it: plain data, no HTTP."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..cite import released
from ..cite.model import address
from ..descriptor.model import Package
from ..release import serve_store
from .locale.cells import Cell, Reader
from .locale.language import Language
from .record_names import names_by_key
from .site import Site
from .stock.metadata import series_questions

# A longer search text is cut to this many characters.
MAX_QUERY_CHARS = 200
# What `record` was called in addresses of citations that may be in print.
FORMER_RECORD = "organization"


@dataclass(frozen=True)
class PageRequest:
    """A request for one of our pages: in which language, with which parts of the address and which
    arguments behind it, over the database and the `metadata` that Datasette serves."""

    site: Site
    language: Language
    path: str
    values: Mapping[str, str]
    arguments: Mapping[str, str]
    metadata: Mapping[str, Any]
    connection: sqlite3.Connection

    @property
    def package(self) -> Package:
        """The package that is served."""
        return self.site.package

    @property
    def reader(self) -> Reader:
        """The words of the package in the language of the page."""
        return self.site.readers[self.language]

    @property
    def prefix(self) -> str:
        """What addresses in the language begin with."""
        return self.language.prefix

    def names(self, *key: str) -> dict[str, Cell]:
        """What people call the records with the key in these columns, and where their pages are."""
        page = self.site.page_of_key(key)
        return names_by_key(self.connection, page, self.reader) if page else {}

    @property
    def every_name(self) -> dict[str, dict[str, Cell]]:
        """What people call all records with a page of their own, by the parameter of the page."""
        parameters = (page.parameter for page in self.site.pages)
        return {name: self.names(name) for name in parameters if name}

    def titles(self, series: str) -> dict[str, str]:
        """What the revisions of a series are called, by name, the oldest first."""
        title = self.reader.vocabulary.revision
        return {str(item.revision): title(item) for item in self.package.revisions(series)}

    def about(self, name: str) -> str:
        """What the metadata says of the whole site under the name, in the language."""
        return str(self.metadata.get(f"{name}_{self.language.name}") or self.metadata.get(name, ""))

    def cited_at(self, revision: str = "", record: str = "") -> str:
        """The page that says how to cite a revision or a record as the newest release has it,
        before the first as it is; empty where that release does not have it."""
        version = serve_store.latest(self.package.root)
        if not released.has(self.package.root, version, revision, record):
            return ""
        return self.prefix + address(version or "", revision, record)

    @property
    def parameters(self) -> dict[str, str | None]:
        """What any SQL of a page may ask for besides the parts of its address: what comes after
        it, also as a part of a text, and the release that is served."""
        asked = self.arguments.get("q", "").strip()[:MAX_QUERY_CHARS]
        like = re.sub(r"([%_\\])", r"\\\1", asked)
        return {
            **self.values,
            "q": asked,
            "like": f"%{like}%",
            "version": str(self.package.descriptor.get("version", "")),
            "released_on": self.site.released_on,
        }

    @property
    def no_such_page(self) -> Problem:
        """The problem of an address with nothing at it."""
        return Problem(404, "no_such_page", self.site.suggestions(self.language), path=self.path)

    @property
    def page_number(self) -> int:
        """Which of the pages of a long table is asked for. Raises Problem for what is not a
        number."""
        word = self.arguments.get("page") or "1"
        if not re.fullmatch(r"[1-9][0-9]{0,8}", word):
            raise Problem(400, "no_number", value=word)
        return int(word)

    @property
    def questions(self) -> Mapping[str, Mapping[str, Any]]:
        """Every question of the database, by name: of the metadata, and one for each series."""
        return {**self.of_database("queries"), **series_questions(self.package)}

    def of_database(self, part: str) -> Mapping[str, Any]:
        """The `tables` or `queries` of the database in the metadata."""
        databases = self.metadata.get("databases") or {}
        found: Mapping[str, Any] = (databases.get(self.package.database) or {}).get(part) or {}
        return found


@dataclass(frozen=True)
class Page:
    """A page to be made by the template of the values."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True)
class File:
    """A text, or bytes, to be sent as it is."""

    body: str | bytes
    kind: str


@dataclass(frozen=True)
class Redirect:
    """Another address of this site."""

    address: str


PageResponse = Page | File | Redirect


class Problem(Exception):  # noqa: N818 the reader's, not ours
    """An address that cannot be answered: the status, the fixed word that says what is wrong and
    the values in its braces, what there is instead, and what may have been meant."""

    def __init__(
        self,
        status: int,
        key: str,
        links: list[Cell] | None = None,
        meant: list[Cell] | None = None,
        **said: object,
    ) -> None:
        super().__init__(key)
        self.status, self.key, self.said = status, key, said
        self.links, self.meant = links or [], meant or []

    def reason(self, language: Language) -> str:
        """What is wrong, in the language."""
        return language.say(self.key, **self.said)
