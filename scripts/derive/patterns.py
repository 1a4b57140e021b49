"""Lines of a file, and fields of a schema, that are written once for each row of a query: a column
of a derived table, or an option of a form.

A file has the query and the patterns next to the lines that they give, so that it can be used
unchanged. In SQL and YAML they are comments, and `refresh` writes the lines below them:

    -- For each row of: SELECT colour, name FROM colours
    -- | , max(day) FILTER (WHERE colour = '{colour}') AS {name}_on
    , max(day) FILTER (WHERE colour = 'r') AS red_on
    -- (end)

In a schema they are the property `patterns`, with the lines of the `query`, `fields` and
`foreignKeys`. A field whose name fits a pattern counts as made by it. A line or field with an empty
cell is left out.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..core import atomic, guard, strict_json
from ..core.diagnostics import Finding
from ..core.errors import InputError
from ..descriptor.model import Package
from ..descriptor.parse import Json

RULE = "patterns"
START = re.compile(r"(?P<lead> *(?:--|#) )For each row of:(?P<query>.*)")
CELL = re.compile(r"\{([a-z_]+)\}")

Row = Mapping[str, str]
Escape = Callable[[str], str]


def fill(package: Package, connection: sqlite3.Connection) -> dict[str, bytes]:
    """The bytes of each file with patterns that exists, by path. `connection` has the tables.
    Raises InputError where a query does not run, or lacks a column that a pattern names."""
    files = {}
    for path in package.patterns:
        data = atomic.read(package.root / path)
        if data is None:
            continue
        if path.endswith(".json"):
            filled = _schema(strict_json.parse(data, path), path, connection)
            files[path] = strict_json.as_json(filled)
        else:
            files[path] = "\n".join(_lines(data, path, connection)).encode()
    return files


def schemas(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The schemas among the files, by path."""
    return {path: data for path, data in files.items() if path.endswith(".json")}


def _lines(data: bytes, file: str, connection: sqlite3.Connection) -> Iterator[str]:
    escape = _in_sql if file.endswith(".sql") else _in_quotes
    try:
        lines = iter(data.decode().split("\n"))
    except UnicodeDecodeError:
        raise _fault(file, "not UTF-8") from None
    for line in lines:
        yield line
        start = START.fullmatch(line)
        if not start:
            continue
        lead, query = start["lead"], start["query"]
        patterns: list[str] = []
        # The lines that were written before are skipped, and written again.
        for line in lines:
            if line == f"{lead}(end)":
                break
            if line.startswith(f"{lead}| "):
                patterns.append(line.removeprefix(f"{lead}| "))
                yield line
            elif line.startswith(lead) and not patterns:
                query += f"\n{line.removeprefix(lead)}"
                yield line
        else:
            raise _fault(file, f"no line {lead.strip()} (end) after {start[0].strip()!r}; write it")
        indent = lead[: len(lead) - len(lead.lstrip())]
        for made in _made(patterns, _rows(connection, query, file), file, escape):
            yield indent + made
        yield f"{lead}(end)"


def _schema(document: Json, file: str, connection: sqlite3.Connection) -> dict[str, Any]:
    try:
        patterns = document["patterns"]
        rows = _rows(connection, "\n".join(patterns["query"]), file)
        filled = dict(document)
        for part in ("fields", "foreignKeys"):
            texts = [json.dumps(item, ensure_ascii=False) for item in patterns.get(part, [])]
            made = map(json.loads, _made(texts, rows, file, _in_quotes))
            fits = "|".join(_fitting(_name(item)) for item in patterns.get(part, []))
            items = document.get(part, [])
            old = [bool(re.fullmatch(fits, _name(item))) for item in items]
            kept = [item for item, is_made in zip(items, old, strict=True) if not is_made]
            place = old.index(True) if any(old) else len(items)
            filled[part] = [*kept[:place], *made, *kept[place:]]
        return filled
    except (AttributeError, IndexError, KeyError, TypeError):
        reason = "`patterns` needs a `query`, and in `fields` and `foreignKeys` what a schema has"
        raise _fault(file, reason) from None


def _name(item: Json) -> str:
    """The name of a field, or what identifies a foreign key."""
    return str(item["name"] if "name" in item else item["fields"][0])


def _fitting(name: str) -> str:
    """A regular expression for the names that a pattern can give."""
    return ".+".join(map(re.escape, CELL.split(name)[::2]))


def _made(patterns: Sequence[str], rows: Sequence[Row], file: str, escape: Escape) -> Iterator[str]:
    for row in rows:
        for pattern in patterns:
            named = CELL.findall(pattern)
            for name in named:
                if name not in row:
                    raise _fault(file, f"{{{name}}} is not a column of the query of its pattern")
            if all(row[name] for name in named):
                cells = {name: escape(row[name]) for name in named}
                yield CELL.sub(partial(_cell, cells), pattern)


def _cell(cells: Row, named: re.Match[str]) -> str:
    return cells[named[1]]


def _rows(connection: sqlite3.Connection, query: str, file: str) -> list[Row]:
    try:
        with guard.read_only(connection):
            cursor = connection.execute(query)
            columns = [name for name, *_ in cursor.description or ()]
            return [
                {
                    name: "" if cell is None else str(cell)
                    for name, cell in zip(columns, row, strict=True)
                }
                for row in cursor
            ]
    except guard.RefusedError as error:
        raise _fault(file, f"the query of its patterns does not run: {error}") from None


def _in_sql(cell: str) -> str:
    return cell.replace("'", "''")


def _in_quotes(cell: str) -> str:
    """The text as it is written between the double quotes of JSON and YAML."""
    return json.dumps(cell, ensure_ascii=False)[1:-1]


def _fault(file: str, reason: str) -> InputError:
    return InputError([Finding(file, None, None, reason, RULE)])
