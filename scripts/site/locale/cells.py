"""Rows of SQL as cells for people.

What a column is for is in the ending of its name:

    x_en, x_zh    one column x, in the language of the page, or else in the other
    x_url         where x leads: an address of this site, or of the web (http and https only)
    x_lang        the language tag of x, where its characters do not tell; of what x quotes, where
                  it quotes something
    x_list        JSON, a list of [text, address] or [text, address, language tag]: several links
                  in the one column x, or in x_en_list and x_zh_list; text where it is anything else
    sql           a query: shown as such, and led to where it can be run
    field         the name of a column, for which its heading is shown
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core import sql as query
from ...descriptor.locale import COMPLETE
from ...descriptor.model import Package
from . import dates
from .language import Language, tag_of
from .runs import Run, runs
from .vocabulary import Vocabulary

SHORT = re.compile(r"[0-9-]{1,10}")
WEB = ("http://", "https://")
LIST = "_list"


@dataclass(frozen=True)
class Cell:
    """Text in the language `tag` (empty where that is the language of the page, or there are no
    words), and where it leads. `raw` is the value as the database has it. Several links are in
    `parts`. A day is in words, `brief` with a short month, and `day` as the data writes it. A text
    in several languages is in `runs` too, each with its tag."""

    text: str
    tag: str = ""
    href: str = ""
    raw: Any = None
    parts: tuple[Cell, ...] = ()
    brief: str = ""
    day: str = ""
    runs: tuple[Run, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is in a column of figures."""
        return isinstance(self.raw, (int, float))

    @property
    def is_short(self) -> bool:
        """Whether it should stay on one line: a day, a number of years."""
        return bool(self.day or SHORT.fullmatch(self.text))


@dataclass(frozen=True)
class Column:
    """A column as it is shown."""

    name: str
    heading: str


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[dict[str, Cell]]:
        """Each row as a mapping from the name of a column to its cell."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Reader:
    """Makes cells in one language; `own` are the first parts of the addresses of our pages, which
    exist in each language."""

    vocabulary: Vocabulary
    own: frozenset[str]

    @property
    def package(self) -> Package:
        """The package whose words these are."""
        return self.vocabulary.package

    @property
    def language(self) -> Language:
        """The language of the words."""
        return self.vocabulary.language

    def table(self, names: Sequence[str], rows: Sequence[Sequence[Any]], table: str = "") -> Table:
        """The table of the rows of a SELECT with columns of these names."""
        shown = self._shown(names, rows, table)
        columns = tuple(Column(name, self.vocabulary.column(name, table)) for name in shown)
        records = (dict(zip(names, row, strict=True)) for row in rows)
        cells = (
            tuple(self._cell(row, name, made_of, table) for name, made_of in shown.items())
            for row in records
        )
        return Table(columns, tuple(cells))

    def select(
        self,
        connection: sqlite3.Connection,
        sql: str,
        values: Mapping[str, Any] | None = None,
        table: str = "",
    ) -> Table:
        """The table of what a SELECT gives for the values of its parameters."""
        cursor = connection.execute(sql, dict(values or {}))
        return self.table(query.columns(cursor), cursor.fetchall(), table)

    def plain(self, names: Sequence[str], rows: Sequence[Sequence[Any]], table: str) -> Table:
        """The table of rows of the `table` itself, where a column's ending means nothing."""
        columns = tuple(Column(name, self.vocabulary.column(name, table)) for name in names)
        cells = (
            tuple(self._text(value, name, table) for name, value in zip(names, row, strict=True))
            for row in rows
        )
        return Table(columns, tuple(cells))

    def href(self, address: object) -> str:
        """The address if it may be followed, else nothing; for our own pages, their address in this
        language."""
        if not isinstance(address, str):
            return ""
        if address.startswith("/") and not address.startswith("//"):
            first = address[1:].partition("/")[0]
            own = first.partition("#")[0].partition("?")[0] in self.own
            return self.language.prefix + address if own else address
        return address if address.lower().startswith(WEB) else ""

    def text(self, text: str, href: str = "", tag: str | None = None, raw: Any = None) -> Cell:
        """A cell for a text from the data."""
        vocabulary, own = self.vocabulary, self.language
        if parted := runs(text, tag or "", own, vocabulary.spoken):
            return Cell(text, "", href, raw, runs=parted)
        found = tag_of(text, vocabulary.spoken) if tag is None else tag
        return Cell(text, "" if found in ("", own.tag, own.name) else found, href, raw)

    def _shown(
        self, names: Sequence[str], rows: Sequence[Sequence[Any]], table: str
    ) -> dict[str, list[str]]:
        """The columns that people see, in order, and which columns of the rows each is made of:
        lists of links before texts, the language of the page before others."""
        made_of: dict[str, list[str]] = {}
        for place, name in enumerate(names):
            is_links = (
                name.endswith(LIST)
                and not self.vocabulary.field(name, table)
                and all(links(row[place]) is not None for row in rows)
            )
            text = name.removesuffix(LIST) if is_links else name
            made_of.setdefault(self._base(text, names, table), []).append(name)
        spoken = [self.language.name, *(language.name for language in self.vocabulary.spoken)]
        shown = {}
        for name, parts in made_of.items():
            base, _, suffix = name.rpartition("_")
            if suffix not in ("url", "lang") or base not in made_of:
                texts = (name, *(f"{name}_{language}" for language in (*spoken, COMPLETE)))
                order = [*(text + LIST for text in texts), *texts]
                shown[name] = sorted(parts, key=order.index)
        return shown

    def _base(self, name: str, names: Sequence[str], table: str) -> str:
        """The name without its language where it has one: x for x_en."""
        base, _, suffix = name.rpartition("_")
        spoken = {language.name for language in self.vocabulary.spoken}
        only = suffix == COMPLETE and not {f"{base}_{language}" for language in spoken} & {*names}
        is_text = (suffix in spoken or only) and self.vocabulary.is_text(name, table)
        return base if is_text else name

    def _cell(self, row: Mapping[str, Any], name: str, made_of: Sequence[str], table: str) -> Cell:
        language, first = self.language, made_of[0]
        if first != name and first.endswith(LIST):
            parts = (
                self.text(dates.spelled(text, language), self.href(url), *tag)
                for text, url, *tag in links(row[first]) or ()
            )
            return Cell("", parts=tuple(parts))
        value = row.get(name)
        if first != name:
            value = next((row[part] for part in made_of if row[part]), None)
            value = dates.spelled(value, language) if isinstance(value, str) else value
        href = self.href(row.get(f"{name}_url"))
        if name == "field" and value is not None:
            return Cell(self.vocabulary.column(str(value), table), href=href, raw=value)
        return self._text(value, name, table, href, row.get(f"{name}_lang"))

    def _text(
        self, value: Any, name: str, table: str, href: str = "", tag: str | None = None
    ) -> Cell:
        """A value by its word, or as it is."""
        if value is None:
            return Cell("", href=href)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text, own = str(value), self.language
        if isinstance(value, str) and dates.is_day(text) and (name == "day" or "-" in text):
            brief = dates.in_words(text, own, brief=True)
            return Cell(dates.in_words(text, own), href=href, raw=value, brief=brief, day=text)
        # A text with a stated language is quoted as it is, such as a name.
        phrase = "" if tag else self.vocabulary.phrase(text)
        if word := self.vocabulary.value(name, text, table) or phrase:
            parted = runs(word, "", own, self.vocabulary.spoken)
            return Cell(word, href=href, raw=value, runs=parted)
        return self.text(text, href, tag, value)


def links(value: object) -> list[list[Any]] | None:
    """The links in a cell of a list, each [text, address] or [text, address, language tag]; None
    where the cell holds anything else."""
    if value is None or value == "":
        return []
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(map(_is_link, found)) else None


def _is_link(link: object) -> bool:
    return (
        isinstance(link, list)
        and len(link) in (2, 3)
        and isinstance(link[0], str)
        and all(part is None or isinstance(part, str) for part in link)
    )
