"""Figures that somebody states, recomputed: the SELECT of each, run, and compared with it."""

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
    """The file of results, with the columns of `schema`: the key of the record, what its SELECT
    gives, and `agree`, `disagree`, or `not_computable` where there is none.

    Raises InputError naming every SELECT that does not run or does not end in one value.
    """
    key, computed, verdict = schema.columns
    rows, findings = [], []
    for (line, _), record in zip(table.records, table.dicts(), strict=True):
        select, stated = record[computation.sql], record[computation.stated]
        try:
            value = _value(connection, select) if select else ""
        except (guard.RefusedError, ValueError) as error:
            reason = f"does not end in one value: {error}"
            findings.append(Finding(table.file, line, computation.sql, reason, "figure"))
            continue
        rows.append({key: record[key], computed: value, verdict: _verdict(stated, value)})
    if findings:
        raise InputError(findings)
    return dump(schema.columns, [[row[name] for name in schema.columns] for row in rows])


def _value(connection: sqlite3.Connection, select: str) -> str:
    with guard.read_only(connection, QUERY_TIMEOUT_S):
        rows = connection.execute(select).fetchmany(2)
    if len(rows) != 1 or len(rows[0]) != 1 or rows[0][0] is None:
        width = len(rows[0]) if rows else 0
        many = "more than one row" if len(rows) > 1 else f"{len(rows)} rows of {width} values"
        raise ValueError("an empty one" if (len(rows), width) == (1, 1) else many)
    return str(rows[0][0])


def _verdict(stated: str, value: str) -> str:
    if not value:
        return "not_computable"
    try:
        return "agree" if float(stated) == float(value) else "disagree"
    except ValueError:
        return "agree" if stated == value else "disagree"
