"""A declared page filled from the database: plain data for a template."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from .. import charts
from .cells import Cell, Reader, Table
from .declared import Page, Section
from .language import Language, Texts

Values = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """One section with what its SQL gave: the table, its picture as SVG, and the address at which
    the SQL stands to be read, changed and run (both empty where there is none)."""

    name: str
    show: str
    title: str
    note: str
    empty: str
    of: str
    table: Table
    picture: str
    legend: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Content:
    """A whole page: its title, what it is called in the other languages, and its sections."""

    title: Cell
    subtitles: tuple[Cell, ...]
    lede: Cell
    sections: tuple[Filled, ...]


def fill(
    connection: sqlite3.Connection, page: Page, values: Values, reader: Reader, database: str
) -> Content | None:
    """The page for the values of its parameters, or None where its `head` finds no row."""
    language = reader.vocabulary.language
    head = Table((), ())
    if page.head:
        head = _select(connection, page.head, values, reader, "")
        if not head.rows:
            return None
    told = head.records()[0] if head.rows else {}
    title = told.get("title") or Cell(_in(page.title, language))
    others = told.get("subtitle", Cell(""))
    sections = [
        filled
        for section in page.sections
        if (filled := _filled(connection, section, values, reader, database))
    ]
    return Content(
        title,
        (others,) if others.text else (),
        told.get("lede") or Cell(_in(page.lede, language)),
        tuple(sections),
    )


def known(connection: sqlite3.Connection, page: Page, reader: Reader) -> dict[str, Cell]:
    """Every page of this address: what it is called and where it stands, by the value of its
    parameter; none where the page does not say."""
    if not page.known:
        return {}
    table = _select(connection, page.known, {}, reader, "")
    return {
        row["value"].raw: Cell(
            row["label"].text,
            row["label"].tag,
            reader.href(page.address.replace(f"<{page.parameter}>", row["value"].raw)),
            row["value"].raw,
        )
        for row in table.records()
    }


def _select(
    connection: sqlite3.Connection, sql: str, values: Values, reader: Reader, of: str
) -> Table:
    cursor = connection.execute(sql, dict(values))
    names = [column[0] for column in cursor.description]
    return reader.table(names, cursor.fetchall(), of)


def _filled(
    connection: sqlite3.Connection,
    section: Section,
    values: Values,
    reader: Reader,
    database: str,
) -> Filled | None:
    language = reader.vocabulary.language
    table = Table((), ())
    address = ""
    if section.sql:
        table = _select(connection, section.sql, values, reader, section.of)
        used = {name: value for name, value in values.items() if f":{name}" in section.sql}
        address = f"/{database}?" + urlencode({"sql": section.sql.strip(), **used})
        if not table.rows and not section.empty:
            return None
    picture, legend = _picture(section, table, _in(section.title, language))
    return Filled(
        section.name,
        section.show,
        _in(section.title, language),
        _in(section.note, language),
        _in(section.empty, language),
        section.of,
        table,
        picture,
        legend,
        address,
    )


def _picture(section: Section, table: Table, title: str) -> tuple[str, tuple[str, ...]]:
    """The picture of a table: its first column are the labels or days, `until` the end of each."""
    if not section.picture or not table.rows:
        return "", ()
    rows = table.records()
    headings = {column.name: column.heading for column in table.columns}
    series = {headings[name]: [int(row[name].raw or 0) for row in rows] for name in section.series}
    first: Sequence[Cell] = [row[0] for row in table.rows]
    legend = tuple(headings[name] for name in section.series)
    if section.picture == "bars":
        labels = [cell.text for cell in first]
        return charts.bars(section.name, title, labels, series), legend
    days = [str(cell.raw) for cell in first]
    until = [row["until"].raw for row in rows if row.get("until") and row["until"].raw]
    return charts.steps(section.name, title, [*days, max([*days, *until])], series), legend


def _in(texts: Texts, language: Language) -> str:
    return texts.get(language.name, "")
