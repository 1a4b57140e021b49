"""One revision of a series as its page shows it, and the list of all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ...core.sql import identifier
from ...descriptor.model import REVISIONS, Package, Resource
from ...descriptor.schema import Schema
from ...diff.inline import Piece, pieces
from ...diff.model import Counts
from ...diff.revisions import Revision, revisions
from ..locale.cells import Cell, Column, Reader, Table
from .comparison import counted

PAGE = 500


@dataclass(frozen=True)
class RevisionView:
    """One revision in a list: its title, address, source, how many records it has, and what
    changed since the one `before`, which is None for the first."""

    revision: str
    title: str
    href: str
    path: str
    source: Cell
    records: int
    before: str | None
    changed: Counts | None
    diff: str


@dataclass(frozen=True)
class SeriesList:
    """A series with its revisions, newest first."""

    name: str
    title: str
    description: str
    revisions: tuple[RevisionView, ...]

    @property
    def titles(self) -> dict[str, str]:
        """What each revision is called, oldest first."""
        return {told.revision: told.title for told in reversed(self.revisions)}


@cache
def sides(root: Path) -> dict[str, Revision]:
    """Every revision by its name, as the command line knows it; read once a process, as the site
    is."""
    return revisions(root)


def series(
    connection: sqlite3.Connection, package: Package, reader: Reader, name: str
) -> SeriesList:
    """The series with what each of its revisions changed."""
    members = package.revisions(name)
    known = sides(package.root)
    sources = _sources(connection, package, reader, name)
    records = dict(
        connection.execute(
            f"SELECT revision, count(*) FROM {identifier(name)} GROUP BY revision"
        ).fetchall()
    )
    rows = []
    for place, resource in enumerate(members):
        revision = str(resource.revision)
        before = str(members[place - 1].revision) if place else None
        changed = None
        if before:
            changed = counted(known[f"{name}/{before}"], known[f"{name}/{revision}"])
        rows.append(
            RevisionView(
                revision,
                reader.vocabulary.revision(resource),
                reader.href(f"/revisions/{name}/{revision}"),
                resource.path,
                sources.get(revision, Cell("")),
                records.get(revision, 0),
                before,
                changed,
                reader.href(f"/diff/{name}/{before}...{revision}") if before else "",
            )
        )
    title, description = reader.vocabulary.series(name)
    return SeriesList(name, title, description, tuple(reversed(rows)))


def size(connection: sqlite3.Connection, name: str, revision: str) -> int:
    """How many records a revision of the series has."""
    sql = f"SELECT count(*) FROM {identifier(name)} WHERE revision = ?"
    (found,) = connection.execute(sql, (revision,)).fetchone()
    return int(found)


@dataclass(frozen=True)
class Line:
    """One record in one revision: its cells as pieces, those marked that the revision before has
    otherwise (`old` pieces are left out)."""

    title: str
    href: str
    cells: tuple[tuple[str, tuple[Piece, ...], str], ...]


def lines(
    connection: sqlite3.Connection,
    package: Package,
    reader: Reader,
    name: str,
    key: tuple[str, ...],
) -> tuple[Line, ...]:
    """What each revision of the series has for the record with that key, oldest first. A cell is
    its heading, its pieces, and its language where that is not the page's."""
    schema = package.relation(name).schema
    where = " AND ".join(f"{identifier(column)} = ?" for column in schema.primary_key)
    titles = {
        str(item.revision): reader.vocabulary.revision(item) for item in package.revisions(name)
    }
    shown = [column for column in schema.columns if column not in schema.primary_key]
    fields = ", ".join(identifier(column) for column in shown)
    ignored = next(series.ignore for series in package.series if series.name == name)
    found = []
    before: dict[str, str] = {}
    for revision, *row in connection.execute(
        f"SELECT revision, {fields} FROM {identifier(name)} WHERE {where} ORDER BY revision", key
    ):
        table = reader.plain(shown, [row], name)
        cells = []
        now = {column.name: cell for column, cell in zip(table.columns, table.rows[0], strict=True)}
        for column in table.columns:
            cell = now[column.name]
            old = before.get(column.name, "")
            is_compared = old and column.name not in ignored
            marked = pieces(old, cell.text) if is_compared else [Piece("both", cell.text)]
            new = tuple(piece for piece in marked if piece.side != "old" and piece.text)
            cells.append((column.heading, new, cell.tag))
        before = {name: cell.text for name, cell in now.items()}
        href = reader.href(f"/revisions/{name}/{revision}")
        found.append(Line(titles.get(revision, revision), href, tuple(cells)))
    return tuple(found)


def records(
    connection: sqlite3.Connection,
    package: Package,
    resource: Resource,
    reader: Reader,
    names: Mapping[str, Cell],
    order: str,
    number: int,
) -> Table:
    """The page with that number of the records of a revision, sorted by the column `order`. A cell
    whose schema says where its source stands leads to that source, whose own column goes; the key
    is what people call the record, and columns that are empty all through the revision go too."""
    of, fields = str(resource.series), resource.schema.fields
    key = resource.schema.primary_key
    cited = beside(resource.schema)
    columns = [field.name for field in fields if field.name not in {*cited.values(), *key}]
    rows = connection.execute(
        f"SELECT * FROM {identifier(of)} WHERE revision = ?"
        f" ORDER BY {identifier(order)} LIMIT {PAGE} OFFSET {(number - 1) * PAGE}",
        (resource.revision,),
    )
    position = {column[0]: place for place, column in enumerate(rows.description)}
    found = rows.fetchall()
    columns = [name for name in columns if any(row[position[name]] is not None for row in found)]
    sources = cited_sources(connection, package, resource.schema, reader) if cited else {}
    plain = reader.plain(columns, [[row[position[name]] for name in columns] for row in found], of)
    shown = []
    for row, cells in zip(found, plain.rows, strict=True):
        called = ",".join(str(row[position[name]]) for name in key)
        leading = [
            replace(cell, href=sources[source].href)
            if name in cited and cell.text and (source := row[position[cited[name]]]) in sources
            else cell
            for name, cell in zip(columns, cells, strict=True)
        ]
        shown.append((names.get(called) or Cell(called), *leading))
    heading = reader.vocabulary.column(key[0], of)
    return Table((Column(key[0], heading), *plain.columns), tuple(shown))


def beside(schema: Schema) -> dict[str, str]:
    """For each column that has one, the column in which its source stands."""
    return {
        field.name: field.source
        for field in schema.fields
        if field.source not in ("", field.name)
        and not any(other.source == other.name == field.name for other in schema.fields)
    }


def cited_sources(
    connection: sqlite3.Connection, package: Package, schema: Schema, reader: Reader
) -> dict[str, Cell]:
    """The sources that a table's columns refer to: title and address by key, from the tables that
    have both."""
    found: dict[str, Cell] = {}
    for name in {key.relation for key in schema.foreign_keys}:
        relation = package.relation(name)
        if {"title", "url"} <= {*relation.schema.columns}:
            key = identifier(relation.schema.primary_key[0])
            rows = connection.execute(f"SELECT {key}, title, url FROM {identifier(name)}")
            found |= {row[0]: reader.text(row[1], reader.href(row[2])) for row in rows}
    return found


def _sources(
    connection: sqlite3.Connection, package: Package, reader: Reader, name: str
) -> dict[str, Cell]:
    """The source of each revision that names one."""
    schema = package.relation(REVISIONS).schema
    cited = cited_sources(connection, package, schema, reader)
    rows = connection.execute(
        f"SELECT revision, source_id FROM {REVISIONS} WHERE series = ? AND source_id IS NOT NULL",
        (name,),
    )
    return {revision: cited[source] for revision, source in rows if source in cited}
