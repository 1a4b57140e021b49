"""From text to typed rows, by the descriptor: the one place where a cell becomes a value.

`check` loads what may be wrong into a staging database, without constraints and with the place of
each record; `build` loads what was checked, with keys. Both get their rows here, so that a rule
never passes on a value other than the one that is served.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scripts.errors import InputError
from scripts.findings import Finding
from scripts.package import Package, Relation
from scripts.schema import Field
from scripts.table import Table, read

if TYPE_CHECKING:
    from sqlite_utils import Database

Value = str | int | float | None
Tables = Mapping[str, Table]
"""The table read from each resource, by the resource's name."""

FILE, LINE = "_file", "_line"
PACKAGE = "package"
INTEGER = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def read_tables(package: Package) -> dict[str, Table]:
    """Every table of the package by its resource; InputError names all that cannot be read, or
    whose columns are not those of their schema."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for resource in package.resources:
        try:
            table = read(package.root / resource.path, resource.path)
        except InputError as error:
            findings += error.findings
            continue
        if set(table.columns) != set(resource.schema.columns):
            reason = f"the header should read: {','.join(resource.schema.columns)}"
            findings.append(Finding(resource.path, 1, None, reason, "header"))
        tables[resource.name] = table
    if findings:
        raise InputError(findings)
    return tables


def value(text: str, field: Field) -> Value:
    """The cell as its field's type has it: None where it is empty, the text itself where it does
    not fit (Frictionless says so; nothing is lost on the way to the rules)."""
    if not text:
        return None
    if field.type in ("integer", "boolean") and INTEGER.fullmatch(text):
        return int(text)
    if field.type == "number" and NUMBER.fullmatch(text):
        return float(text)
    return text


def column_types(relation: Relation) -> dict[str, type]:
    """The SQLite type of each column, as sqlite-utils names it: int, float or str."""
    types: dict[str, type] = {"integer": int, "boolean": int, "number": float}
    declared = {field.name: types.get(field.type, str) for field in relation.schema.fields}
    return {name: declared.get(name, str) for name in relation.columns}


def rows(relation: Relation, tables: Tables) -> Iterator[tuple[str, int, dict[str, Value]]]:
    """Each record of a relation as (file, line, values by column), in the order of the files."""
    for resource in relation.resources:
        table = tables[resource.name]
        fields = {field.name: field for field in relation.schema.fields}
        for line, cells in table.records:
            row: dict[str, Value] = {"revision": resource.revision} if relation.is_series else {}
            for name, text in zip(table.columns, cells, strict=True):
                row[name] = value(text, fields[name])
            yield table.file, line, row


def stage(database: Database, package: Package, tables: Tables) -> None:
    """Load every relation whose tables are given, without constraints; `_file` and `_line` say
    where a record stands.

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
    place: dict[str, Any] = {FILE: str, LINE: int}
    staged = database.table(relation.name)
    staged.create({**column_types(relation), **place})
    staged.insert_all({**row, FILE: file, LINE: line} for file, line, row in rows(relation, tables))
