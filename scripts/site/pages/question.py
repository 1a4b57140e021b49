"""A question with its answer: the canned queries of metadata.yml as pages of ours.

Beside title, description and sql, which Datasette knows, a query may say

    title_zh, description_zh    the same in another language
    empty, empty_zh             what no row means for this question
    asks                        {parameter: {kind: day, example: 2026-10-15}}

A parameter that is the key of a page is chosen from a menu; `old` and `new` of a question about
a series are its revisions; any other is a text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ...core.guard import time_limit
from ...core.sql import columns
from ...descriptor.dates import read_day
from ..locale.cells import Cell
from ..page_request import Page, PageRequest, PageResponse, Problem

# This many rows a page shows; the download has all.
MAX_ROWS = 100
QUERY_TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Field:
    """One field of the form: its kind is day, choice or text, `chosen` what was given, `value` what
    the SQL is given, `options` what can be chosen."""

    name: str
    label: str
    kind: str
    chosen: str
    value: str
    example: str
    options: tuple[tuple[str, str], ...]
    wrong: str


def answer(request: PageRequest, most: int = MAX_ROWS) -> PageResponse:
    """The question whose name is in the address, with its answer where it has what it asks for:
    that many rows of it at most. Raises Problem where SQLite refuses what is given, or is late."""
    name = request.values["question"]
    query = request.questions[name]
    fields, sql = asked(request, name), str(query["sql"]).strip()
    is_asked = all(field.value for field in fields)
    given = {field.name: field.value for field in fields} if is_asked else {}
    values = {
        "name": name,
        "title": word(query, "title", request) or name,
        "description": word(query, "description", request),
        "fields": fields,
        "sql": sql,
        "run": f"/{request.package.database}?" + urlencode({"sql": sql, **given}),
        "table": None,
        "are_listed": _are_listed(request),
        "is_asked": is_asked,
    }
    if is_asked:
        values |= _answered(request, name, query, given, most)
    return Page("page/question.html", values)


def asked(request: PageRequest, name: str) -> tuple[Field, ...]:
    """The fields of the form of a question, with what was given for them."""
    query = request.questions[name]
    return tuple(_field(request, name, parameter, query) for parameter in _parameters(query))


def listed(request: PageRequest) -> list[tuple[str, str]]:
    """The questions that are worded in the language: name and title."""
    part = "title" if request.language.is_first else f"title_{request.language.name}"
    queries = request.of_database("queries").items()
    return [(name, query[part]) for name, query in queries if query.get(part)]


def _are_listed(request: PageRequest) -> bool:
    """Whether the home page has the questions."""
    home = request.site.page_at("/")
    return home is not None and any(section.show == "questions" for section in home.sections)


def word(query: Mapping[str, Any], part: str, request: PageRequest) -> str:
    """A text of the query in the language of the page, else as it is."""
    own = None if request.language.is_first else query.get(f"{part}_{request.language.name}")
    return str(own or query.get(part) or "")


def _parameters(query: Mapping[str, Any]) -> list[str]:
    named = query.get("params") or re.findall(r"(?<![:\w]):(\w+)", str(query["sql"]))
    return list(dict.fromkeys(named))


def _field(request: PageRequest, question: str, name: str, query: Mapping[str, Any]) -> Field:
    given = request.arguments.get(name, "").strip()
    about = (query.get("asks") or {}).get(name) or {}
    options = _options(request, question, name)
    kind = "choice" if options else "day" if about.get("kind") == "day" else "text"
    value, wrong = given, ""
    if given and kind == "choice" and given not in dict(options):
        value, wrong = "", "not_a_choice"
    elif given and kind == "day":
        value = read_day(given) or ""
        wrong = "" if value else "not_a_day"
    return Field(
        name=name,
        label=request.reader.vocabulary.column(name),
        kind=kind,
        chosen=value or given,
        value=value,
        example="" if options else str(about.get("example", "")),
        options=options,
        wrong=wrong and request.language.say(wrong, value=given),
    )


def _options(request: PageRequest, question: str, name: str) -> tuple[tuple[str, str], ...]:
    if known := request.names(name):
        return tuple(sorted(((key, cell.text) for key, cell in known.items()), key=lambda o: o[1]))
    series = question.removeprefix("diff_")
    if name in ("old", "new") and question.startswith("diff_"):
        return tuple(request.titles(series).items())
    return ()


def _answered(
    request: PageRequest, name: str, query: Mapping[str, Any], given: Mapping[str, str], most: int
) -> dict[str, Any]:
    try:
        with time_limit(request.connection, QUERY_TIMEOUT_S):
            cursor = request.connection.execute(str(query["sql"]), given)
            rows = cursor.fetchall()
    except (sqlite3.OperationalError, sqlite3.DataError) as error:
        # The last byte says what kind of error it is. One of Python has none.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_INTERRUPT:
            raise Problem(503, "question_stopped", seconds=f"{QUERY_TIMEOUT_S:g}") from None
        if code == sqlite3.SQLITE_ERROR or isinstance(error, sqlite3.DataError):
            raise Problem(400, "question_refused", reason=error) from None
        raise
    table = request.reader.table(columns(cursor), rows[:most], str(query.get("of", "")))
    address, arguments = f"/{request.package.database}/{name}", urlencode(given)
    sheet = f"{request.prefix}{address}.xlsx" + (f"?{arguments}" if arguments else "")
    return {
        "table": table,
        "count": len(rows),
        "shown": min(len(rows), most),
        "empty": word(query, "empty", request),
        "downloads": [
            Cell("CSV", href=f"{address}.csv?{arguments}&_size=max"),
            Cell("XLSX", href=sheet),
            Cell("JSON", href=f"{address}.json?{arguments}&_shape=array"),
        ],
    }
