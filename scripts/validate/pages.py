"""Check what a package declares for its site: data/pages/ and metadata.yml, and the SQL in them,
which must run before a reader asks for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from ..core import atomic, guard, result_cache
from ..core.csv_table import Table
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor import yaml_text
from ..descriptor.model import Package
from ..descriptor.pages import (
    FOLDER,
    FOUND_PARAMETER,
    FRAME,
    GIVEN_PARAMETERS,
    Page,
    brief,
    footer,
    pages,
    words,
)
from ..descriptor.parse import DESCRIPTOR
from . import page_files, translations

METADATA = "metadata.yml"
RULE = "pages"
# What a browser reads as a folder in an address.
FOLDERS = (".", "..")


def findings(package: Package, connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every finding, given a database with the tables and views of the package."""
    try:
        declared = _declared(package)
        words(package.root)
        frame = {"footer": footer(package.root)}
        frame |= {f"brief of {name}": sql for name, sql in brief(package.root).items()}
    except InputError as error:
        yield from error.findings
        return
    yield from page_files.findings(package)
    yield from translations.findings(package)
    for page in declared:
        if page.address.split("/")[1] == package.database:
            reason = f"{page.address}: its address begins with that of the database"
            advice = f"choose another, or another name in `database` of {DESCRIPTOR}"
            yield Finding(str(FOLDER), None, None, f"{reason}; {advice}", RULE)
        for what, sql, known in _queries(page):
            params = dict.fromkeys(known)
            yield from _run(connection, str(FOLDER), f"{page.address}: {what}", sql, params)
    for what, sql in frame.items():
        if sql:
            params = dict.fromkeys(GIVEN_PARAMETERS)
            yield from _run(connection, str(FOLDER / FRAME), what, sql, params)
    yield from _metadata(package, connection)


def unreachable(package: Package, tables: Mapping[str, Table]) -> Iterator[Finding]:
    """A warning for each record whose page has no address."""
    try:
        declared = _declared(package)
    except InputError:
        return  # `findings` says what is wrong with the pages
    by_key = {page.parameters: page.address for page in declared if page.parameters}
    for resource in package.resources:
        address = by_key.get(resource.schema.primary_key)
        if address is None or resource.series or resource.view:
            continue
        table = tables[resource.name]
        key = [(name, table.columns.index(name)) for name in resource.schema.primary_key]
        for line, cells in table.records:
            for name, place in key:
                if cells[place] in FOLDERS:
                    reason = (
                        f"{cells[place]!r} cannot be part of an address: the record has no page at"
                        f" {address}; give it another key"
                    )
                    yield Finding(resource.path, line, name, reason, "addresses", "warning")


def _declared(package: Package) -> tuple[Page, ...]:
    return pages(package.root, tuple(tag.partition("-")[0] for tag in package.languages))


def key(package: Package, connection: sqlite3.Connection) -> str:
    """The hash of everything that the findings depend on: the pages, and the columns of all tables
    and views. Whether SQL compiles does not depend on the records."""
    files = sorted((package.root / FOLDER).glob("*"))
    names = [path.name for path in files if path.is_file()]
    contents = [atomic.read(path) or b"" for path in (*files, package.root / METADATA)]
    made = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    return result_cache.key(RULE, package.languages, package.database, names, made, *contents)


def _queries(page: Page) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each SQL of a page: its purpose, its text, and the parameters that it may use."""
    known = (*page.parameters, *page.asks, *GIVEN_PARAMETERS)
    parts = [("head", page.head, known), ("known", page.known, ())]
    for section in page.sections:
        more = (FOUND_PARAMETER,) if section.show == "found" else ()
        parts.append((f"head of {section.name}", section.head, known))
        parts.append((section.name, section.sql, (*known, *more)))
    yield from ((what, sql, params) for what, sql, params in parts if sql)


def _run(
    connection: sqlite3.Connection, file: str, what: str, sql: str, params: Mapping[str, None]
) -> Iterator[Finding]:
    """A finding if SQLite cannot compile the SQL with these parameters."""
    try:
        with guard.read_only(connection):
            connection.execute(f"EXPLAIN {sql}", params).fetchone()
    except guard.RefusedError as error:
        yield Finding(file, None, None, f"{what}: its SQL does not run: {error}", RULE)


class _Any(dict[str, None]):
    """NULL for every parameter of a query, which a reader would give."""

    def __missing__(self, name: str) -> None:
        return None


def _metadata(package: Package, connection: sqlite3.Connection) -> Iterator[Finding]:
    """Findings about metadata.yml, which a package may leave out."""
    try:
        document: Any = yaml_text.parse((package.root / METADATA).read_bytes(), METADATA)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(METADATA, None, None, f"cannot be read: {error.strerror}", RULE)
        return
    except InputError as error:
        yield from error.findings
        return
    if not isinstance(document, dict):
        yield Finding(METADATA, None, None, "not a mapping", RULE)
        return
    databases = document.get("databases") or {}
    for name in databases:
        if name != package.database:
            reason = f"has the database {name!r}; that of this package is {package.database!r}"
            yield Finding(METADATA, None, None, reason, RULE)
    about: Mapping[str, Any] = databases.get(package.database) or {}
    for name, query in (about.get("queries") or {}).items():
        sql = query.get("sql", "") if isinstance(query, dict) else str(query)
        yield from _run(connection, METADATA, f"the query {name!r}", sql, _Any())
