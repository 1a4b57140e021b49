"""What is served: the package with its pages, in every language."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..build import database as build
from ..descriptor import pages as declared
from ..descriptor.load import load
from ..descriptor.model import Package
from ..release import store
from .locale.cells import Cell, Reader
from .locale.language import Language, languages
from .locale.vocabulary import vocabulary

# The places in the menu of the pages that no file declares.
CHANGES_PLACE, DATA_PLACE = 2, 4
SEARCH, ABOUT = "/search", "/about"
OWN = ("revisions", "diff", "as-of", "cite", "releases", "feed.atom", "calendar.ics")


@dataclass(frozen=True)
class Site:
    """The package as it is served: its `pages`, and for each language a reader of its words.

    `references`: by (table, column) of a foreign key, the column of the key that it refers to.
    `keys_of_names`: by (table, column) of the name of a record, the key of that table."""

    package: Package
    pages: tuple[declared.Page, ...]
    readers: Mapping[Language, Reader]
    references: Mapping[tuple[str, str], str]
    keys_of_names: Mapping[tuple[str, str], str]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the first one without a prefix."""
        return tuple(self.readers)

    def page_of(self, parameter: str) -> declared.Page | None:
        """The page whose address has only this parameter, the key of what it is about."""
        return self.page_of_key((parameter,))

    def page_of_key(self, columns: tuple[str, ...]) -> declared.Page | None:
        """The page of the records with this key."""
        return next((page for page in self.pages if page.parameters == columns), None)

    def page_of_column(self, table: str | None, column: str) -> tuple[declared.Page, str] | None:
        """The page to which a cell of the column leads, and the column that has the key for it."""
        name = (table or "", column)
        page = self.page_of(self.references.get(name, column))
        if page is None and name in self.keys_of_names:
            column = self.keys_of_names[name]
            page = self.page_of(column)
        return (page, column) if page else None

    def menu(self, language: Language) -> list[Cell]:
        """What the header leads to."""
        prefix, say = language.prefix, language.say
        entries = [
            (page.place, page.menu[language.name], prefix + page.address)
            for page in self.pages
            if page.menu
        ]
        if self.package.series:
            entries.append((CHANGES_PLACE, say("what_changed"), f"{prefix}/revisions"))
        entries.append((DATA_PLACE, say("data"), f"/{self.package.database}"))
        return [Cell(text, href=href) for _, text, href in sorted(entries, key=lambda it: it[0])]

    def words(self, language: Language, path: str) -> dict[str, Any]:
        """What every template is given: its language, the fixed words, the header, and where the
        page is in the other languages; `path` is its address in the first one."""
        return {
            "say": language.say,
            "language": language,
            "elsewhere": [
                (other, other.prefix + path) for other in self.languages if other is not language
            ],
            "menu": self.menu(language),
            "marks": self.readers[language].vocabulary.marks(),
            "searches": language.prefix + SEARCH if self.page_at(SEARCH) else "",
            "report": language.prefix + ABOUT if self.page_at(ABOUT) else "",
            "foot": self.footers[language],
            "released_on": self.released_on,
        }

    def page_at(self, address: str) -> declared.Page | None:
        """The page with the address."""
        return next((page for page in self.pages if page.address == address), None)

    def parent(self, page: declared.Page) -> declared.Page | None:
        """The page above one whose address has a parameter."""
        return self.page_at(page.address.rpartition("/")[0]) if page.parameter else None

    @cached_property
    def footers(self) -> Mapping[Language, Sequence[Cell]]:
        """What is at the foot of every page, from the database that is served."""
        sql, path = declared.footer(self.package.root), build.path(self.package)
        if not sql:
            return dict.fromkeys(self.languages, ())
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return {
                language: [row[0] for row in reader.select(connection, sql).rows]
                for language, reader in self.readers.items()
            }

    @cached_property
    def released_on(self) -> str | None:
        """The day of the release that is served; None where what is served is not released."""
        root, version = self.package.root, str(self.package.descriptor.get("version", ""))
        is_known = version in store.versions(root)
        return str(store.manifest(root, version).released_on) if is_known else None

    def suggestions(self, language: Language) -> list[Cell]:
        """What there is, for a visitor who asked for something that does not exist."""
        home = Cell(language.say("home"), href=f"{language.prefix}/")
        return [home, *self.menu(language)]


@lru_cache(maxsize=64)
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
    keys_of_names = {
        (relation.name, relation.schema.columns[1]): relation.primary_key[0]
        for relation in package.relations
        if len(relation.primary_key) == 1 and len(relation.schema.columns) > 1
    }
    return Site(package, pages, readers, references, keys_of_names)
