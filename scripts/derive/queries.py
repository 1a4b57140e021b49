"""Queries that are kept with the data, each with the hash of its result on the current data."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from ..core.csv_table import Table, dump
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..database import views
from ..descriptor.model import Package, Queries
from . import rerun


def fill(package: Package, columns: Queries, table: Table, read: Callable[[str], bytes]) -> bytes:
    """The file of queries with all hashes filled in. `read` gives the bytes of every other file of
    the package by its path. Raises InputError naming every query that cannot be cited."""

    def files(path: str) -> bytes:
        return views.script(package) if path == rerun.VIEWS else read(path)

    try:
        both = rerun.databases(files)
    except sqlite3.Error as error:
        # The fault is in another file; `check` reports it.
        reason = f"no query can run over the tables: {error}"
        raise InputError([Finding(table.file, None, None, reason, "query")]) from None
    rows, findings = [], []
    for line, record in table.numbered():
        try:
            record[columns.hash] = rerun.cited(both, record[columns.sql])[1]
        except rerun.RefusedError as error:
            findings.append(Finding(table.file, line, columns.sql, f"{error}", "query"))
        rows.append([record[name] for name in table.columns])
    for database in both:
        database.close()
    if findings:
        raise InputError(findings)
    return dump(table.columns, rows)
