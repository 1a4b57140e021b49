"""The tables of a release as Parquet, to be loaded into a data frame: typed as the descriptor says,
all revisions of a series in one file. Their bytes are not promised."""

from __future__ import annotations

from pathlib import Path

from ..core.sql import identifier, literal
from ..descriptor.model import Package, Relation, Resource
from ..descriptor.schema import Field
from ..diff.source import Source

TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "year": "BIGINT",
}


def write(package: Package, folder: Path) -> None:
    """Write <relation>.parquet for every relation of a package that was checked."""
    import duckdb

    with duckdb.connect() as database:
        for relation in package.relations:
            parts = [_rows(package, relation, resource) for resource in relation.resources]
            target = literal(str(folder / f"{relation.name}.parquet"))
            database.execute(f"COPY ({' UNION ALL '.join(parts)}) TO {target} (FORMAT parquet)")


def _rows(package: Package, relation: Relation, resource: Resource) -> str:
    path = package.root / resource.path
    fields = {field.name: field for field in relation.schema.fields}
    header = Source(resource.path, path).header()
    columns = ", ".join(f"{literal(name)}: {literal(_type(fields[name]))}" for name in header)
    # A revision may lack columns that another one has.
    named = [
        f"CAST(NULL AS {_type(field)}) AS " * (field.name not in header) + identifier(field.name)
        for field in relation.schema.fields
    ]
    if relation.is_series:
        named.insert(0, f"{literal(resource.revision or '')} AS revision")
    return (
        f"SELECT {', '.join(named)} FROM read_csv({literal(str(path))}, columns = {{{columns}}},"
        " auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        " nullstr = '')"
    )


def _type(field: Field) -> str:
    return TYPES.get(field.type, "VARCHAR")
