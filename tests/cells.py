"""Whether a database holds every cell of the files of a package, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from revisioned.core.csv_table import read
from revisioned.descriptor.load import load


def differences(folder: Path, database: Path) -> Iterator[str]:
    """The tables and revisions whose cells, as text and in order, differ from those of their
    file."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for relation in load(folder).relations:
            numbers = {field.name for field in relation.schema.fields if field.type == "number"}
            for resource in relation.resources:
                table = read(folder / resource.path)
                due = [
                    [
                        str(float(cell)) if cell and name in numbers else cell
                        for name, cell in zip(table.columns, cells, strict=True)
                    ]
                    for _, cells in table.records
                ]
                columns = ", ".join(f'CAST("{name}" AS TEXT)' for name in table.columns)
                where = f"WHERE revision = '{resource.revision}'" if relation.is_series else ""
                sql = f'SELECT {columns} FROM "{relation.name}" {where} ORDER BY rowid'
                if [[cell or "" for cell in row] for row in connection.execute(sql)] != due:
                    yield resource.name
