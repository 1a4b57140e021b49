"""What is served, what is asked for, and what can be answered: plain data, no HTTP."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...build import database as build
from ...descriptor import pages as declared
from ...descriptor.load import load
from ...descriptor.model import Package
from ...release import store
from ..datasette_metadata import series_questions
from ..locale.cells import Cell, Reader
from ..locale.language import Language, languages, speaker
from ..locale.vocabulary import vocabulary
from . import content

# Where the pages are in the menu that no file declares.
CHANGED, DATA = 2, 4
# So much of what is searched for is looked at.
LONGEST = 200
SEARCH, ABOUT = "/search", "/about"
# What `record` was called in addresses of citations that may stand in print.
FORMERLY = "organization"
OWN = ("revisions", "diff", "as-of", "cite", "releases", "feed.atom", "calendar.ics")


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
        """The page whose address has the parameter alone, the key of what it is about."""
        return self.page_of_key((parameter,))

    def page_of_key(self, columns: tuple[str, ...]) -> declared.Page | None:
        """The page of the records with this key."""
        return next((page for page in self.pages if page.parameters == columns), None)

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
            (page.place, Cell(page.menu[language.name], href=language.prefix + page.address))
            for page in self.pages
            if page.menu
        ]
        if self.package.series:
            found.append((CHANGED, Cell(say("what_changed"), href=f"{language.prefix}/revisions")))
        found.append((DATA, Cell(say("data"), href=f"/{self.package.database}")))
        return [cell for _, cell in sorted(found, key=lambda entry: entry[0])]

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
            "marks": self.readers[language].vocabulary.marks(),
            "searches": language.prefix + SEARCH if self.page_at(SEARCH) else "",
            "report": language.prefix + ABOUT if self.page_at(ABOUT) else "",
            "foot": self.footer(language),
            "released_on": self.released_on,
        }

    def page_at(self, address: str) -> declared.Page | None:
        """The page with the address."""
        return next((page for page in self.pages if page.address == address), None)

    def parent(self, page: declared.Page) -> declared.Page | None:
        """The page above one whose address has a parameter."""
        return self.page_at(page.address.rpartition("/")[0]) if page.parameter else None

    def footer(self, language: Language) -> list[Cell]:
        """What is at the foot of every page, from the database that is served."""
        return list(_footer(self.package.root, language))

    @property
    def released_on(self) -> str | None:
        """The day of the release that is served; None where what is served is not released."""
        version = str(self.package.descriptor.get("version", ""))
        return _released_on(self.package.root, version)

    def existing(self, language: Language) -> list[Cell]:
        """What there is, for those who asked for something that is not."""
        home = Cell(speaker(language)("home"), href=f"{language.prefix}/")
        return [home, *self.menu(language)]


@cache
def _released_on(root: Path, version: str) -> str | None:
    known = version in store.versions(root)
    return str(store.manifest(root, version).released_on) if known else None


@cache
def _footer(root: Path, language: Language) -> tuple[Cell, ...]:
    sql, here = declared.footer(root), site(root)
    if not sql:
        return ()
    path = build.path(here.package)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        table = here.readers[language].table(names, cursor.fetchall())
    return tuple(row[0] for row in table.rows)


@cache
def site(root: Path) -> Site:
    """The site of the package in the folder, read once a process: the files under a database that
    is being served do not change."""
    package = load(root)
    words = declared.words(root)
    spoken = languages(package.languages, words.shell)
    pages = declared.pages(root, tuple(language.name for language in spoken))
    own = frozenset({*OWN, *(page.address.split("/")[1] for page in pages)})
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

    @property
    def every_name(self) -> dict[str, dict[str, Cell]]:
        """What people call all records with a page of their own, by the parameter of the page."""
        parameters = (page.parameter for page in self.site.pages)
        return {name: self.names(name) for name in parameters if name}

    def about(self, name: str) -> str:
        """What the metadata says of the whole site under the name, in the language."""
        return str(self.metadata.get(f"{name}_{self.language.name}") or self.metadata.get(name, ""))

    @property
    def told(self) -> dict[str, str | None]:
        """What any SQL of a page may ask for beside the parts of its address: what comes after
        it, also as a part of a text, and the release that is served."""
        asked = self.arguments.get("q", "").strip()[:LONGEST]
        like = re.sub(r"([%_\\])", r"\\\1", asked)
        return {
            **self.values,
            "q": asked,
            "like": f"%{like}%",
            "version": str(self.package.descriptor.get("version", "")),
            "released_on": self.site.released_on,
        }

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


Answer = Page | File | Redirect


class Problem(Exception):  # noqa: N818 the reader's, not ours
    """An address that does not fit: the status, the fixed word that says what is wrong with what
    is in its braces, what there is instead, and what may have been meant."""

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
