"""Recompute figures that somebody states: run the SELECT of each, and compare."""

from __future__ import annotations

import sqlite3

from ..core import guard
from ..core.csv_table import Table, dump
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.model import Computation
from ..descriptor.schema import Schema

QUERY_TIMEOUT_S = 10


def compute(
    connection: sqlite3.Connection, computation: Computation, schema: Schema, table: Table
) -> bytes:
    """The file of results, with the columns of `schema`: the key of the record, the result of its
    SELECT, and `agree`, `disagree`, or `not_computable` where the record has no SELECT.

    Raises InputError naming every SELECT that does not run or does not give one value.
    """
    key, computed, verdict = schema.columns
    rows, findings = [], []
    for line, record in table.numbered():
        select, stated = record[computation.sql], record[computation.stated]
        try:
            value = _value(connection, select) if select else ""
        except ValueError as error:
            findings.append(Finding(table.file, line, computation.sql, str(error), "figure"))
            continue
        rows.append({key: record[key], computed: value, verdict: _verdict(stated, value)})
    if findings:
        raise InputError(findings)
    return dump(schema.columns, [[row[name] for name in schema.columns] for row in rows])


def _value(connection: sqlite3.Connection, select: str) -> str:
    """The one value that the SELECT gives. Raises ValueError where it gives none, or others."""
    try:
        with guard.read_only(connection, QUERY_TIMEOUT_S):
            rows = connection.execute(select).fetchmany(2)
    except guard.RefusedError as error:
        raise ValueError(f"the SELECT does not run: {error}") from None
    if len(rows) != 1:
        found = "more than one row" if rows else "no row"
    elif len(rows[0]) != 1:
        found = f"{len(rows[0])} columns"
    elif rows[0][0] in (None, ""):
        found = "an empty cell"
    else:
        return str(rows[0][0])
    raise ValueError(f"the SELECT must give one value; it gives {found}")


def _verdict(stated: str, value: str) -> str:
    if not value:
        return "not_computable"
    try:
        return "agree" if float(stated) == float(value) else "disagree"
    except ValueError:
        return "agree" if stated == value else "disagree"
