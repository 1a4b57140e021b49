"""What is served, what is asked for, and what can be answered: plain data, no HTTP."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...descriptor.load import load
from ...descriptor.model import Package
from . import content, declared
from .cells import Cell, Reader
from .language import Language, languages, speaker
from .vocabulary import vocabulary


@dataclass(frozen=True)
class Site:
    """The package as it is served: its pages, a reader of its words for each language, by table and
    column the key that a column refers to, and for the column behind a key of one column that key:
    there stands what the record is called."""

    package: Package
    pages: tuple[declared.Page, ...]
    readers: Mapping[Language, Reader]
    references: Mapping[tuple[str, str], str]
    called: Mapping[tuple[str, str], str]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the first one without a prefix."""
        return tuple(self.readers)

    def page_of(self, parameter: str) -> declared.Page | None:
        """The page whose address has the parameter, the key of what it is about."""
        return next((page for page in self.pages if page.parameter == parameter), None)

    def leads(self, table: str | None, column: str) -> tuple[declared.Page, str] | None:
        """The page to which a cell of the column leads, and the column that has the key for it."""
        name = (table or "", column)
        page = self.page_of(self.references.get(name, column))
        if page is None and name in self.called:
            column = self.called[name]
            page = self.page_of(column)
        return (page, column) if page else None

    def menu(self, language: Language) -> list[Cell]:
        """What the header leads to."""
        say = speaker(language)
        found = [
            Cell(page.menu[language.name], href=language.prefix + page.address)
            for page in sorted(self.pages, key=lambda page: page.address, reverse=True)
            if page.menu
        ]
        if self.package.series:
            found.insert(1, Cell(say("revisions"), href=f"{language.prefix}/revisions"))
        return [*found, Cell(say("data_and_sql"), href=f"/{self.package.database}")]

    def words(self, language: Language, path: str) -> dict[str, Any]:
        """What every page is told: its language, the fixed words, the header, and where the page
        is in the other languages; `path` is its address in the first one."""
        return {
            "say": speaker(language),
            "language": language,
            "elsewhere": [
                (other, other.prefix + path) for other in self.languages if other is not language
            ],
            "menu": self.menu(language),
        }

    def existing(self, language: Language) -> list[Cell]:
        """What there is, for those who asked for something that is not."""
        home = Cell(speaker(language)("home"), href=f"{language.prefix}/")
        return [home, *self.menu(language)]


@cache
def site(root: Path) -> Site:
    """The site of the package in the folder, read once a process: the files under a database that
    is being served do not change."""
    package = load(root)
    words = declared.words(root)
    spoken = languages(package.languages, words.shell)
    pages = declared.pages(root, tuple(language.name for language in spoken))
    own = frozenset({"revisions", "diff", *(page.address.split("/")[1] for page in pages)})
    readers = {
        language: Reader(vocabulary(package, words, language, spoken), own) for language in spoken
    }
    references = {
        (relation.name, key.columns[0]): key.referenced[0]
        for relation in package.relations
        for key in relation.schema.foreign_keys
        if len(key.columns) == 1
    }
    called = {
        (relation.name, relation.schema.columns[1]): relation.primary_key[0]
        for relation in package.relations
        if len(relation.primary_key) == 1 and len(relation.schema.columns) > 1
    }
    return Site(package, pages, readers, references, called)


@dataclass(frozen=True)
class Ask:
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

    def names(self, column: str) -> dict[str, Cell]:
        """What people call the records with the key in that column, and where their pages are."""
        page = self.site.page_of(column)
        return content.known(self.connection, page, self.reader) if page else {}

    def about(self, name: str) -> str:
        """What the metadata says of the whole site under the name, in the language."""
        return str(self.metadata.get(f"{name}_{self.language.name}") or self.metadata.get(name, ""))

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
    """A text to be sent as it is."""

    text: str
    kind: str


@dataclass(frozen=True)
class Redirect:
    """Another address of this site."""

    address: str


Answer = Page | File | Redirect


class Problem(Exception):  # noqa: N818 the reader's, not ours
    """An address that does not fit: the status, the fixed word that says what is wrong with what
    stands in its braces, what there is instead, and what may have been meant."""

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
        return speaker(language)(self.key, **self.said)
