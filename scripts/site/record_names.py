"""What people call the records that others refer to, and where they lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from ..core.sql import columns
from ..core.sql import identifier as quoted
from ..descriptor.model import SOURCE
from ..descriptor.pages import Page, one_text
from .locale.cells import Cell, Reader
from .site import Site


def record_names(
    connection: sqlite3.Connection, here: Site, reader: Reader
) -> Mapping[str, Mapping[str, Cell]]:
    """By key columns with commas between, and by key as `one_text`: of each record with a page its
    name, of each source its title, which leads to where it can be read."""
    names: dict[str, Mapping[str, Cell]] = {}
    for page in here.pages:
        if len(page.parameters) == 1:
            names[page.parameters[0]] = names_by_key(connection, page, reader)
        elif page.parameters:
            names[",".join(page.parameters)] = _of_several(connection, here, page, reader)
    keys = [key for relation in here.package.relations for key in relation.schema.foreign_keys]
    sources: dict[str, Cell] = {}
    if key := next((key for key in keys if key.columns == (SOURCE,)), None):
        sql = f"SELECT {quoted(key.referenced[0])}, title, url FROM {quoted(key.relation)}"
        for name, title, url in connection.execute(sql):
            said = reader.vocabulary.phrase(title) or title
            sources[str(name)] = reader.text(said, reader.href(url))
    return {**names, SOURCE: sources}


def names_by_key(connection: sqlite3.Connection, page: Page, reader: Reader) -> dict[str, Cell]:
    """Every page of this address: what it is called and where it is, by the values of its
    parameters as `one_text`; none where the page does not say."""
    if not page.known:
        return {}
    found: dict[str, Cell] = {}
    for parts, row in _rows(connection, page.known, page, reader):
        label, key = row["label"], _key(parts, page)
        raw = parts["value"].raw if "value" in parts else None
        found[key] = Cell(label.text, label.tag, reader.href(page.of_key(key)), raw)
    return found


def _rows(
    connection: sqlite3.Connection, query: str, page: Page, reader: Reader
) -> Iterator[tuple[dict[str, Cell], dict[str, Cell]]]:
    """Of each row what says its key, and the row as people see it, where the ending of a column
    means something: `name_url` of a key is no address of `name`."""
    cursor = connection.execute(query)
    names, rows = columns(cursor), cursor.fetchall()
    key = [name for name in ("value", *page.parameters) if name in names]
    places = [names.index(name) for name in key]
    parts = reader.plain(key, [[row[place] for place in places] for row in rows], "")
    return zip(parts.records(), reader.table(names, rows).records(), strict=True)


def _key(row: Mapping[str, Cell], page: Page) -> str:
    """The key of a page as one text: each parameter by its name, or all of them in `value`, with
    commas between."""
    if "value" in row and "value" not in page.parameters:
        return one_text(str(row["value"].raw).split(",", len(page.parameters) - 1))
    return one_text(str(row[name].raw) for name in page.parameters)


def pages_of_records(here: Site) -> list[Page]:
    """The pages of records that a series which follows the world has in its key."""
    keys = [
        {*here.package.relation(series.name).schema.primary_key} for series in here.package.updates
    ]
    return [
        page
        for page in here.pages
        if page.parameters and any({*page.parameters} <= key for key in keys)
    ]


def _of_several(
    connection: sqlite3.Connection, here: Site, page: Page, reader: Reader
) -> Mapping[str, Cell]:
    """What records with a key of several columns are called: by the first column behind it, or
    where there is none the first of it."""
    found: dict[str, Cell] = {}
    for relation in here.package.relations:
        if relation.primary_key == page.parameters:
            query = f"SELECT * FROM {quoted(relation.name)}"
            for parts, row in _rows(connection, query, page, reader):
                key = [str(parts[name].raw) for name in page.parameters]
                others = (cell for name, cell in row.items() if name not in page.parameters)
                named = next(others, parts[page.parameters[0]])
                found[one_text(key)] = Cell(named.text, named.tag, reader.href(page.at(key)))
    return found
