"""From text to typed rows, by the descriptor. Only here a cell becomes a value.

`check` loads unchecked tables into a staging database, without constraints and with the line of
each record; `build` loads checked ones, with keys. Both get their rows here, so that rules see the
values that are served.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
REVISION_COLUMNS = "revision_columns"
NUMERIC = ("integer", "boolean", "number")
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# As in XML Schema, which Table Schema follows. In this form their texts sort by time.
_DAY, _TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
FORMS = {
    "date": re.compile(_DAY),
    "time": re.compile(_TIME),
    "datetime": re.compile(rf"{_DAY}T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"),
    "year": re.compile(r"-?[0-9]{4}"),
    "yearmonth": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "duration": re.compile(
        r"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
        r"(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
    ),
}
# The words of Table Schema.
BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE", "1"), 1),
    **dict.fromkeys(("false", "False", "FALSE", "0"), 0),
}


def read_tables(package: Package, resources: Iterable[Resource] | None = None) -> dict[str, Table]:
    """The tables of the package, or of some `resources`, by the resource's name. Raises InputError
    naming each that cannot be read, or has other columns than its schema."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for resource in package.resources if resources is None else resources:
        try:
            table = read(package.root / resource.path, resource.path)
        except InputError as error:
            findings += error.findings
            continue
        due = header_due(resource, table.columns)
        if set(table.columns) != set(due):
            reason = f"the header should read: {','.join(due)}"
            findings.append(Finding(resource.path, 1, None, reason, "header"))
        tables[resource.name] = table
    if findings:
        raise InputError(findings)
    return tables


def value(text: str, field: Field) -> Value:
    """The cell as a value of its field's type: None where it is empty, the text itself where it
    does not fit, so that rules see it (Frictionless reports it)."""
    if not text:
        return None
    if field.type == "boolean":
        return BOOLEANS.get(text, text)
    if field.type == "integer" and INTEGER.fullmatch(text):
        return int(text)
    if field.type == "number" and NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text


def is_typed(text: str, field: Field) -> bool:
    """Whether a cell is empty, or is in the database what its field says: a number is a number, and
    days, times and years sort as text."""
    if not text:
        return True
    if field.type in FORMS:
        return FORMS[field.type].fullmatch(text) is not None
    return field.type not in NUMERIC or not isinstance(value(text, field), str)


def header_due(resource: Resource, columns: Sequence[str]) -> tuple[str, ...]:
    """The header that a file with these columns should have: that of its schema. A revision may
    lack columns that are not in the key."""
    schema = resource.schema
    if resource.series and {*schema.primary_key} <= {*columns}:
        return tuple(name for name in schema.columns if name in columns)
    return schema.columns


def column_types(relation: Relation) -> dict[str, type]:
    """The SQLite type of each column, as sqlite-utils names it: int, float or str."""
    types: dict[str, type] = {"integer": int, "boolean": int, "number": float}
    declared = {field.name: types.get(field.type, str) for field in relation.schema.fields}
    return {name: declared.get(name, str) for name in relation.columns}


def rows(relation: Relation, tables: Tables) -> Iterator[tuple[str, int, list[Value]]]:
    """Each record of a relation as (file, line, values in the order of its columns), in the order
    of the files."""
    fields = relation.schema.fields
    for resource in relation.resources:
        table = tables[resource.name]
        # A column that a revision lacks is read from the place after its last cell, which is empty.
        width = len(table.columns)
        places = [
            table.columns.index(field.name) if field.name in table.columns else width
            for field in fields
        ]
        typed = [(place, field) for place, field in enumerate(fields) if field.type in NUMERIC]
        first: list[Value] = [resource.revision] if relation.is_series else []
        for line, cells in table.records:
            longer = [*cells, ""]
            values: list[Value] = [longer[at] or None for at in places]
            for place, field in typed:
                values[place] = value(longer[places[place]], field)
            yield table.file, line, first + values


def revision_columns(database: Database, package: Package, tables: Tables) -> None:
    """Fill the table `revision_columns`: which columns each revision of each series has. In the
    table of a series both a missing column and an empty cell are NULL."""
    if not package.series:
        return
    columns = ("series", "revision", "column")
    table = database.table(REVISION_COLUMNS)
    table.create(dict.fromkeys(columns, str), pk=columns, not_null={*columns}, replace=True)
    records = (
        (series.name, resource.revision, name)
        for series in package.series
        for resource in package.revisions(series.name)
        for name in tables[resource.name].columns
    )
    insert(database, REVISION_COLUMNS, records, len(columns))


def insert(database: Database, table: str, records: Iterable[Sequence[Value]], width: int) -> None:
    """Add the records, each with a value for each of `width` columns, to a table."""
    marks = ", ".join("?" * width)
    database.conn.executemany(f"INSERT INTO {identifier(table)} VALUES ({marks})", records)


def stage(
    database: Database, package: Package, tables: Tables, only: Container[str] | None = None
) -> None:
    """Load every relation whose tables are given, without constraints but with the indexes of the
    served database. `_file` and `_line` say where a record is from. With `only`, the relations of
    other resources are loaded already.

    The table `package` has a record for each resource: name, path, relation, series, revision.
    """
    for relation in package.relations:
        names = [resource.name for resource in relation.resources]
        is_new = only is None or any(name in only for name in names)
        if is_new and all(name in tables for name in names):
            stage_relation(database, relation, tables)
    if all(resource.name in tables for resource in package.resources):
        revision_columns(database, package, tables)
    columns = ("name", "path", "relation", "series", "revision", FILE)
    listed = database.table(PACKAGE)
    listed.create({**dict.fromkeys(columns, str), LINE: int}, replace=True)
    listed.insert_all(
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
    """Load one relation as `stage` does, replacing it."""
    columns: dict[str, Any] = {**column_types(relation), FILE: str, LINE: int}
    table = database.table(relation.name)
    table.create(columns, replace=True)
    records = ([*values, file, line] for file, line, values in rows(relation, tables))
    insert(database, relation.name, records, len(columns))
    for key in (relation.primary_key, *references(relation)):
        table.create_index(key)


def references(relation: Relation) -> list[tuple[str, ...]]:
    """The columns of foreign keys that the primary key does not begin with. They need an index, so
    that rules and views do not read the whole table."""
    keys = dict.fromkeys(key.columns for key in relation.schema.foreign_keys)
    return [columns for columns in keys if columns != relation.primary_key[: len(columns)]]
