"""What a form means, by `contributions` of the descriptor: the records that its answers make, and
those that they replace."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core import guard
from ..core.csv_table import read
from ..core.errors import PackageError
from ..core.sql import identifier
from ..core.sql import records as rows_of
from ..descriptor.model import Package

Row = dict[str, str]


@dataclass(frozen=True)
class Records:
    """Records of one table: those that `query` gives, or without one the answers themselves. By
    column, `asked` has the question for it and `cells` what it holds without an answer."""

    table: str
    query: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Meaning:
    """What one kind of form means; `needs` are conditions, each with the answers that it needs."""

    source: Mapping[str, str]
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    add: tuple[Records, ...] = ()
    remove: tuple[Records, ...] = ()

    def asked(self, table: str, column: str) -> str:
        """The question that is asked for a column of a table."""
        named = (records.asked.get(column) for records in self.add if records.table == table)
        return next(filter(None, named), column)


def meaning(package: Package, kind: str) -> Meaning:
    """What this kind of form means in this package; empty where the package does not say."""
    for item in package.descriptor.get("contributions", []):
        if item["form"] == kind:
            return Meaning(
                source=item.get("source", {}),
                needs=tuple(
                    (need["when"], tuple(need["answers"])) for need in item.get("needs", ())
                ),
                add=tuple(Records(**records) for records in item.get("add", ())),
                remove=tuple(Records(**records) for records in item.get("remove", ())),
            )
    return Meaning({})


def query_rows(package: Package, records: Records, answers: Mapping[str, str]) -> Iterator[Row]:
    """The records that the query gives for these answers, by column. Raises PackageError."""
    try:
        query = (package.root / records.query).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackageError(f"{records.query}: cannot be read: {error}") from None
    for row in _select(package, query, answers, records.query):
        yield {name: "" if cell is None else str(cell) for name, cell in row.items()}


def holds(package: Package, condition: str, answers: Mapping[str, str]) -> bool:
    """Whether the condition holds of the answers. Raises PackageError."""
    (row,) = _select(package, f"SELECT {condition}", answers, "contributions")
    return any(row.values())


def _select(
    package: Package, query: str, answers: Mapping[str, str], place: str
) -> list[dict[str, Any]]:
    """The rows of a SELECT over the tables that it names, as text."""
    named = set(re.findall(r"\w+", query))
    slugs = {f"{name}_slug": slug(text) for name, text in answers.items()}
    with closing(sqlite3.connect(":memory:")) as connection:
        for resource in package.resources:
            if resource.name in named:
                _load(connection, resource.name, package.root / resource.path)
        try:
            with guard.read_only(connection):
                return rows_of(connection.execute(query, {**slugs, **answers}))
        except guard.RefusedError as error:
            raise PackageError(f"{place}: the query does not run: {error}") from None


def _load(connection: sqlite3.Connection, name: str, path: Path) -> None:
    table = read(path, path.name)
    names = ", ".join(map(identifier, table.columns))
    marks = ", ".join("?" * len(table.columns))
    connection.execute(f"CREATE TABLE {identifier(name)} ({names})")
    rows = (cells for _, cells in table.records)
    connection.executemany(f"INSERT INTO {identifier(name)} VALUES ({marks})", rows)


def slug(text: str) -> str:
    """The text as a part of an identifier: small letters and digits with hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:4])
