"""What people call the records that others refer to, and where they lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

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
    for row in reader.select(connection, page.known).records():
        label, key = row["label"], _key(row, page)
        raw = row["value"].raw if "value" in row else None
        found[key] = Cell(label.text, label.tag, reader.href(page.of_key(key)), raw)
    return found


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
            table = reader.select(connection, f"SELECT * FROM {quoted(relation.name)}")
            others = (c.name for c in table.columns if c.name not in page.parameters)
            named = next(others, page.parameters[0])
            for row in table.records():
                key = [str(row[name].raw) for name in page.parameters]
                href = reader.href(page.at(key))
                found[one_text(key)] = Cell(row[named].text, row[named].tag, href)
    return found
