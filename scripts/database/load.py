"""From text to typed rows, by the descriptor: the one place where a cell becomes a value.

`check` loads what may be wrong into a staging database, without constraints and with the place of
each record; `build` loads what was checked, with keys. Both get their rows here, so that a rule
never passes on a value other than the one that is served.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..core.csv_table import Table, read
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..core.sql import identifier
from ..descriptor.model import Package, Relation, Resource
from ..descriptor.schema import Field

if TYPE_CHECKING:
    from sqlite_utils import Database

Value = str | int | float | None
Tables = Mapping[str, Table]
"""The table read from each resource, by the resource's name."""

FILE, LINE = "_file", "_line"
PACKAGE = "package"
NUMERIC = ("integer", "boolean", "number")
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The words that Table Schema has for them.
BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE", "1"), 1),
    **dict.fromkeys(("false", "False", "FALSE", "0"), 0),
}


def read_tables(package: Package, resources: Iterable[Resource] | None = None) -> dict[str, Table]:
    """The tables of the package, or of some `resources`, by the resource's name; InputError names
    all that cannot be read, or whose columns are not those of their schema."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for resource in package.resources if resources is None else resources:
        try:
            table = read(package.root / resource.path, resource.path)
        except InputError as error:
            findings += error.findings
            continue
        if set(table.columns) != set(wanted := header(resource, table.columns)):
            reason = f"the header should read: {','.join(wanted)}"
            findings.append(Finding(resource.path, 1, None, reason, "header"))
        tables[resource.name] = table
    if findings:
        raise InputError(findings)
    return tables


def header(resource: Resource, found: Iterable[str]) -> tuple[str, ...]:
    """The columns that the file of a resource should have, in order, given those it has: all of
    its schema; of a revision the key, and what else it has, for the columns of a list come and
    go."""
    schema = resource.schema
    if resource.series is None:
        return schema.columns
    needed = {*schema.primary_key, *found}
    return tuple(name for name in schema.columns if name in needed)


def value(text: str, field: Field) -> Value:
    """The cell as its field's type has it: None where it is empty, the text itself where it does
    not fit (Frictionless says so; nothing is lost on the way to the rules)."""
    if not text:
        return None
    if field.type == "boolean":
        return BOOLEANS.get(text, text)
    if field.type == "integer" and INTEGER.fullmatch(text):
        return int(text)
    if field.type == "number" and NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text


def fits(text: str, field: Field) -> bool:
    """Whether a cell is empty, or in the database what its field says: numbers are numbers there,
    and the order of dates is that of their text."""
    if field.type == "date":
        return not text or DATE.fullmatch(text) is not None
    return not text or field.type not in NUMERIC or not isinstance(value(text, field), str)


def column_types(relation: Relation) -> dict[str, type]:
    """The SQLite type of each column, as sqlite-utils names it: int, float or str."""
    types: dict[str, type] = {"integer": int, "boolean": int, "number": float}
    declared = {field.name: types.get(field.type, str) for field in relation.schema.fields}
    return {name: declared.get(name, str) for name in relation.columns}


def rows(relation: Relation, tables: Tables) -> Iterator[tuple[str, int, list[Value]]]:
    """Each record of a relation as (file, line, values in the order of its columns), in the order
    of the files."""
    fields = {field.name: field for field in relation.schema.fields}
    for resource in relation.resources:
        table = tables[resource.name]
        at = {name: place for place, name in enumerate(table.columns)}
        # A column that a revision lacks is empty there.
        places = [at.get(name, len(table.columns)) for name in fields]
        typed = [
            (place, field)
            for place, field in enumerate(fields.values())
            if field.name in at and field.type in NUMERIC
        ]
        first: list[Value] = [resource.revision] if relation.is_series else []
        for line, cells in table.records:
            padded = [*cells, ""]
            values: list[Value] = [padded[place] or None for place in places]
            for place, field in typed:
                values[place] = value(padded[places[place]], field)
            yield table.file, line, first + values


def insert(database: Database, table: str, records: Iterable[Sequence[Value]], width: int) -> None:
    """Add the records, each with a value for every one of the `width` columns, to a table."""
    marks = ", ".join("?" * width)
    database.conn.executemany(f"INSERT INTO {identifier(table)} VALUES ({marks})", records)


def stage(database: Database, package: Package, tables: Tables) -> None:
    """Load every relation whose tables are given, without constraints but with the indexes of the
    database that is served; `_file` and `_line` say where a record stands.

    The table `package` holds one record a resource: name, path, relation, series, revision.
    """
    for relation in package.relations:
        if all(resource.name in tables for resource in relation.resources):
            stage_relation(database, relation, tables)
    columns = ("name", "path", "relation", "series", "revision", FILE)
    database.table(PACKAGE).create({**dict.fromkeys(columns, str), LINE: int})
    database.table(PACKAGE).insert_all(
        {
            "name": resource.name,
            "path": resource.path,
            "relation": relation.name,
            "series": resource.series,
            "revision": resource.revision,
            FILE: resource.path,
            LINE: None,
        }
        for relation in package.relations
        for resource in relation.resources
    )


def stage_relation(database: Database, relation: Relation, tables: Tables) -> None:
    """Load one relation as `stage` does."""
    columns: dict[str, Any] = {**column_types(relation), FILE: str, LINE: int}
    database.table(relation.name).create(columns)
    records = ([*values, file, line] for file, line, values in rows(relation, tables))
    insert(database, relation.name, records, len(columns))
    for key in (relation.primary_key, *references(relation)):
        database.table(relation.name).create_index(key)


def references(relation: Relation) -> list[tuple[str, ...]]:
    """The columns by which a relation refers to others, where its primary key does not begin with
    them: what to index, beside the key, so that rules and views need not read it all."""
    keys = dict.fromkeys(key.columns for key in relation.schema.foreign_keys)
    return [columns for columns in keys if columns != relation.primary_key[: len(columns)]]
