"""Run cited queries again, with Python's standard library and the files of the release alone.

    python rerun.py                    every query of data/queries.csv, against the hash beside it
    python rerun.py "SELECT …"         the hash of what this query gives
    python rerun.py "SELECT …" HASH    whether it still gives what had this hash

The hash of a result is the SHA-256 of lines: the column names, then the rows in the order of
their text. A line is a JSON array in UTF-8, without spaces; a number has up to 12 significant
digits, since SQLite libraries differ in the last ones; a blob is {"hex": …}.

A query whose result is not settled by the data is refused: LIMIT without ORDER BY, functions of
time, of chance, or of the machine, and whatever comes out otherwise when the same records lie in
the tables in the opposite order.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

QUERIES = "data/queries.csv"
DESCRIPTOR, VIEWS = "datapackage.json", "views.sql"
QUERY_TIMEOUT_S = 10
MAX_ROWS = 100_000
TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "FLOAT"}
CHANCE = {"random", "randomblob"}
TIME = {"current_date", "current_time", "current_timestamp"}
MACHINE = {
    *("changes", "last_insert_rowid", "load_extension", "sqlite_compileoption_get"),
    *("sqlite_compileoption_used", "sqlite_source_id", "sqlite_version", "total_changes"),
}
# What a query may call; everything else is refused, whatever the SQLite here was compiled with.
_FUNCTIONS = """
-> ->> abs ceil ceiling char coalesce concat concat_ws floor format glob hex if ifnull iif instr
length like likelihood likely lower ltrim max min mod nullif octet_length printf quote random
replace round rtrim sign soundex substr substring trim trunc typeof unhex unicode unistr unlikely
upper zeroblob
acos acosh asin asinh atan atan2 atanh cos cosh degrees exp ln log log10 log2 pi pow power radians
sin sinh sqrt tan tanh
current_date current_time current_timestamp date datetime julianday strftime time timediff
unixepoch
json json_array json_array_length json_error_position json_extract json_group_array
json_group_object json_insert json_object json_patch json_pretty json_quote json_remove
json_replace json_set json_type json_valid
avg count cume_dist dense_rank first_value group_concat lag last_value lead median nth_value ntile
percent_rank percentile percentile_cont percentile_disc rank row_number string_agg sum total
bm25 highlight match snippet
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
VIRTUAL_TABLES = frozenset({"json_each", "json_tree"})
# Which argument of each is the moment in time.
MOMENTS = {
    **dict.fromkeys(("date", "time", "datetime", "julianday", "unixepoch"), 0),
    "strftime": 1,
    "timediff": 0,
}
TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]"  # strings and quoted names
    r"|--[^\n]*|/\*.*?(?:\*/|$)|\w+|\S",
    re.DOTALL,
)
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Result = tuple[list[str], list[tuple[Any, ...]]]


class Database(NamedTuple):
    """A connection in which time stands still, a plain one that computes what does not depend
    on time, and why the query that runs is refused; its own tables, and SQLite's kinds of table."""

    connection: Any
    plain: Any
    reasons: list[str]
    tables: set[str]
    modules: set[str]

    def close(self) -> None:
        """Close both connections."""
        self.connection.close()
        self.plain.close()


class RefusedError(Exception):
    """A query that cannot be cited; the message says why."""


def cited(
    both: tuple[Database, Database],
    sql: str,
    library: Any = sqlite3,
    seconds: float = QUERY_TIMEOUT_S,
) -> tuple[Result, str]:
    """The result of a query and its hash. Raises RefusedError where the query cannot be cited, or
    takes longer than `seconds` in either database.

    `both` is what `databases` gives, made with the same `library`: sqlite3 or a module like it.
    """
    refuse_unsettled(sql)
    result, other = (_run(database, sql, library, seconds) for database in both)
    found = digest(*result)
    if digest(*other) != found:
        raise RefusedError(
            "the result depends on the order in which records lie: say every order that matters,"
            " down to a key (ORDER BY before LIMIT, in group_concat, in OVER)"
        )
    return result, found


def digest(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The SHA-256 of a result, whatever the order of its rows."""
    lines = sorted(f"[{','.join(map(_text, row))}]".encode() for row in rows)
    return hashlib.sha256(b"\n".join([_text(list(columns)).encode(), *lines])).hexdigest()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = {"hex": value.hex()}
    if isinstance(value, float):
        short = f"{value:.12g}"
        return short if short[-1].isdigit() else f'"{short}"'
    return _AS_JSON.encode(value)


def refuse_unsettled(sql: str) -> None:
    """Raises RefusedError for what is no SELECT, and where a SELECT has LIMIT but no ORDER BY."""
    words = [token.upper() for token in TOKEN.findall(sql) if not token.startswith(("--", "/*"))]
    if not words or words[0] not in ("SELECT", "WITH", "VALUES"):
        raise RefusedError("only a SELECT can be cited")
    ordered = [False]
    for before, word in zip(["", *words], words, strict=False):
        if word == "(":
            ordered.append(False)
        elif word == ")" and len(ordered) > 1:
            ordered.pop()
        elif word == "BY" and before == "ORDER":
            ordered[-1] = True
        elif word == "LIMIT" and not ordered[-1]:
            raise RefusedError("LIMIT without ORDER BY: which rows come out is left to chance")


def _run(database: Database, sql: str, library: Any, seconds: float) -> Result:
    connection, reasons = database.connection, database.reasons
    reasons.clear()
    started = time.monotonic()
    cursor = connection.cursor()

    def judge(action: int, table: str | None, what: str | None, *_: object) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and _may_read(database, (table or "").lower(), what):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            reasons.append(f"{table} is SQLite's own: it says how the database was made")
        name = (what or "").lower()
        for kind, names in (("chance", CHANCE), ("time", TIME), ("the machine", MACHINE)):
            if name in names:
                reasons.append(f"{name}() is a function of {kind}: it gives something else")
        if action == sqlite3.SQLITE_FUNCTION and name in FUNCTIONS and not reasons:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            reasons.append(f"{name}() cannot be cited: it is not one of SQLite's plain functions")
        reasons.append("only a SELECT can be cited")
        return sqlite3.SQLITE_DENY

    def late() -> bool:
        if time.monotonic() - started <= seconds:
            return False
        reasons.append(f"it takes over {seconds:g} seconds")
        return True

    connection.set_authorizer(judge)
    connection.set_progress_handler(late, 10_000)
    try:
        cursor.execute(sql)
        if cursor.description is None:
            raise RefusedError("only a SELECT can be cited")
        rows = cursor.fetchmany(MAX_ROWS + 1)
        if len(rows) > MAX_ROWS:
            raise RefusedError(f"it gives more than {MAX_ROWS} rows")
        return [name for name, *_ in cursor.description], rows
    except (library.Error, library.Warning, ValueError) as error:
        raise RefusedError(reasons[0] if reasons else str(error)) from None
    finally:
        cursor.close()
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(lambda *_: sqlite3.SQLITE_OK)


def _may_read(database: Database, table: str, column: str | None) -> bool:
    """SQLite asks without a column where a statement uses no column of the table; then the name
    may also be one that WITH gives."""
    is_own = table in database.modules or table.startswith(("pragma_", "sqlite_"))
    return table in database.tables or not (column or is_own)


def _settled(name: str, place: int, plain: Any, reasons: list[str]) -> Callable[..., Any]:
    """SQLite's own function of that name, except for the present moment and the local time."""

    def function(*given: Any) -> Any:
        words = [str(v, "utf-8", "replace") if isinstance(v, bytes) else str(v) for v in given]
        words = [word.lower() for word in words]
        moments = words[place : place + (2 if name == "timediff" else 1)]
        if not moments or "now" in moments:
            reasons.append(f"{name}() of now is a function of time: it gives something else")
            raise ValueError
        if {"localtime", "utc"} & set(words):
            reasons.append(f"{name}() in local time depends on the machine")
            raise ValueError
        marks = ", ".join("?" * len(given))
        return plain.execute(f"SELECT {name}({marks})", given).fetchone()[0]

    return function


def databases(read: Callable[[str], bytes], library: Any = sqlite3) -> tuple[Database, Database]:
    """The tables and views of a release in memory, twice: with the records as they are in its
    files, and from last to first. `read` gives the bytes of a file by its path."""
    return _database(read, library, 1), _database(read, library, -1)


def _database(read: Callable[[str], bytes], library: Any, step: int) -> Database:
    connection = library.connect(":memory:", check_same_thread=False)
    descriptor = json.loads(read(DESCRIPTOR))
    made = set()
    for resource in descriptor["resources"][::step]:
        if "view" in resource:
            continue
        schema = resource["schema"]
        fields = (json.loads(read(schema)) if isinstance(schema, str) else schema)["fields"]
        name, revision = resource.get("series", resource["name"]), resource.get("revision")
        if name not in made:
            made.add(name)
            columns = [f'"{f["name"]}" {TYPES.get(f.get("type"), "TEXT")}' for f in fields]
            columns = ['"revision" TEXT'] * (revision is not None) + columns
            connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
        lines = csv.reader(io.StringIO(read(resource["path"]).decode(), newline=""))
        header, *rows = [*filter(None, lines)] or [[]]
        if not rows:
            continue
        # An empty cell is NULL, and so is that of a column which a revision does not have.
        named, marks = [f'"{column}"' for column in header], ["nullif(?, '')"] * len(header)
        if revision is not None:
            named, marks = ['"revision"', *named], ["?", *marks]
            rows = [[revision, *row] for row in rows]
        connection.executemany(
            f'INSERT INTO "{name}" ({", ".join(named)}) VALUES ({", ".join(marks)})', rows[::step]
        )
    connection.executescript(read(VIEWS).decode())
    plain = library.connect(":memory:", check_same_thread=False)
    reasons: list[str] = []
    for name, place in MOMENTS.items():
        connection.create_function(name, -1, _settled(name, place, plain, reasons))
    tables = {name.lower() for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    modules = {name.lower() for (name,) in connection.execute("PRAGMA module_list")}
    return Database(connection, plain, reasons, tables | VIRTUAL_TABLES, modules)


def main(words: list[str]) -> int:
    """0 where everything holds, 1 where something does not, 2 for wrong use."""
    folder = Path(__file__).resolve().parent
    both = databases(lambda path: (folder / path).read_bytes())
    if words:
        asked = [{"": "the query", "sql": words[0], "sha256": "".join(words[1:2])}]
    else:
        with (folder / QUERIES).open(encoding="utf-8", newline="") as lines:
            asked = list(csv.DictReader(lines))
    status = 0
    for row in asked:
        name = next(iter(row.values()))
        try:
            (_, rows), found = cited(both, row["sql"])
        except RefusedError as error:
            print(f"{name}: refused: {error}")
            status = 1
            continue
        verdict = ("holds" if found == row["sha256"] else "DIFFERS") if row["sha256"] else "gives"
        print(f"{name}: {verdict}, {len(rows)} rows, sha256 {found}")
        status |= verdict == "DIFFERS"
    for database in both:
        database.close()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
