"""What people call the records that others refer to, and where they lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from ..core.sql import identifier as quoted
from .locale.cells import Cell, Reader
from .pages import content
from .pages.site import Site

SOURCE = "source_id"


def record_names(
    connection: sqlite3.Connection, here: Site, reader: Reader
) -> Mapping[str, Mapping[str, Cell]]:
    """By key column and key: of each record with a page its name there, of each source its title,
    which leads to where it can be read."""
    names: dict[str, Mapping[str, Cell]] = {
        page.parameter: content.known(connection, page, reader)
        for page in here.pages
        if page.parameter
    }
    sources: dict[str, Cell] = {}
    for relation in here.package.relations:
        for key in relation.schema.foreign_keys:
            if key.columns == (SOURCE,) and not sources:
                chosen = f"SELECT {quoted(key.referenced[0])}, title, url"
                for name, title, url in connection.execute(f"{chosen} FROM {quoted(key.relation)}"):
                    sources[name] = reader.text(title, reader.href(url))
    return {**names, SOURCE: sources}
