"""What can be matched: the records of a table that is found by its names, with their names and
properties, read from the built database.

A property is a column of the table itself, a column of a published view with one row a record, or
a name in a table of attributes, one value a row (see scripts/descriptor/model.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.errors import PackageError
from ...core.sql import identifier as quoted
from ...core.sql import joined, literal
from ...descriptor.model import Package, Relation
from ...descriptor.schema import Field, Schema
from ...intake.mapping import Name, form
from ...intake.match.index import Names, index_of


@dataclass(frozen=True)
class Property:
    """Something that can be asked of a record; `select` gives key and value of the records whose
    keys are the JSON array :keys. `refers` names the table whose key the value is, if any."""

    name: str
    title: str
    type: str
    select: str
    refers: str = ""


@dataclass(frozen=True)
class Entity:
    """One record: its key as one text, with commas between its `parts`, what it is called, and all
    its names, of which some are `acronyms`."""

    key: str
    parts: tuple[str, ...]
    label: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()


def tables(package: Package) -> list[Relation]:
    """The tables whose records can be matched: those that are found by names."""
    return [item for item in package.relations if item.search]


def read(connection: sqlite3.Connection, package: Package, relation: Relation) -> list[Entity]:
    """Every record with its names, by its key, several columns of it with commas between. The first
    column after the key is what a record is called."""
    if relation.search is None:
        return []
    texts = package.relation(relation.search.resource)
    referring = [key.columns for key in texts.schema.foreign_keys if key.relation == relation.name]
    key = texts.primary_key if texts.name == relation.name else referring[0]
    own = joined(relation.primary_key)
    called = [name for name in relation.columns if name not in relation.primary_key]
    label = quoted(called[0]) if called else own
    names: dict[tuple[str, ...], list[str]] = defaultdict(list)
    acronyms: dict[tuple[str, ...], list[str]] = defaultdict(list)
    order = ", ".join(quoted(name) for name in texts.primary_key)
    for *parts, name, is_acronym in connection.execute(
        f"SELECT {_listed(key)}, {quoted(relation.search.field)}, {_acronym(package, texts)}"
        f" FROM {quoted(texts.name)} ORDER BY {order}"
    ):
        record = tuple(map(str, parts))
        names[record].append(str(name))
        if is_acronym:
            acronyms[record].append(str(name))
    return [
        Entity(
            str(text),
            record := tuple(map(str, parts)),
            str(title),
            tuple(dict.fromkeys(names[record])),
            tuple(dict.fromkeys(acronyms[record])),
        )
        for *parts, text, title in connection.execute(
            f"SELECT {_listed(relation.primary_key)}, {own}, coalesce({label}, {own})"
            f" FROM {quoted(relation.name)} ORDER BY {own}"
        )
    ]


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


def index(records: Iterable[Entity]) -> Names:
    """The names of the records for intake; their keys count as names that are never misprinted,
    like acronyms."""
    return index_of(
        [
            Name(item.key, text, "", "", is_acronym=text in (item.key, *item.acronyms))
            for item in records
            for text in dict.fromkeys((item.label, *item.names, item.key))
        ]
    )


def _acronym(package: Package, texts: Relation) -> str:
    """SQL for whether a record of the texts is an acronym, by the `intake` of a series."""
    try:
        table = form(package).names
    except PackageError:
        return "0"
    if table.resource != texts.name:
        return "0"
    return f"{quoted(table.kind)} = {literal(table.acronym)}"


def properties(
    connection: sqlite3.Connection, package: Package, relation: Relation
) -> list[Property]:
    """Every property of the records of a table, the table's own first; no name twice."""
    key = relation.primary_key
    found = _columns(relation.name, key, relation.schema)
    for view in package.views:
        if view.resource and view.resource.schema.primary_key == relation.primary_key:
            found += _columns(view.name, key, view.resource.schema)
    for other in package.relations:
        if attributes := other.resources[0].attributes:
            for foreign in other.schema.foreign_keys:
                if foreign.relation == relation.name:
                    found += _attributes(connection, other, foreign.columns, attributes)
    unique: dict[str, Property] = {}
    for item in found:
        unique.setdefault(item.name, item)
    return list(unique.values())


def _columns(table: str, key: Sequence[str], schema: Schema) -> list[Property]:
    return [
        Property(
            field.name,
            field.title,
            field.type,
            _select(key, field.name, table),
            refers=next(
                (key.relation for key in schema.foreign_keys if key.columns == (field.name,)), ""
            ),
        )
        for field in schema.fields
        if field.name not in key
    ]


def _attributes(
    connection: sqlite3.Connection,
    table: Relation,
    key: Sequence[str],
    attributes: Mapping[str, str],
) -> list[Property]:
    named, value = attributes["name"], attributes["value"]
    fields: dict[str, Field] = {field.name: field for field in table.schema.fields}
    names = connection.execute(f"SELECT DISTINCT {quoted(named)} FROM {quoted(table.name)}")
    return [
        Property(
            name,
            fields[named].labels.get(name, name),
            fields[value].type,
            _select(key, value, table.name, f" AND {quoted(named)} = {literal(name)}"),
        )
        for name in sorted(str(name) for (name,) in names)
    ]


def _select(key: Sequence[str], value: str, table: str, condition: str = "") -> str:
    return (
        f"SELECT {joined(key)}, {quoted(value)} FROM {quoted(table)}"
        f" WHERE {joined(key)} IN (SELECT value FROM json_each(:keys))"
        f" AND {quoted(value)} IS NOT NULL{condition} ORDER BY 1, 2"
    )


def values(
    connection: sqlite3.Connection, asked: Property, keys: Sequence[str]
) -> dict[str, list[Any]]:
    """The values of the property for each of the records; a record without one is not there."""
    found: dict[str, list[Any]] = {}
    for key, value in connection.execute(asked.select, {"keys": json.dumps(list(keys))}):
        found.setdefault(str(key), []).append(value)
    return {key: list(dict.fromkeys(held)) for key, held in found.items()}
