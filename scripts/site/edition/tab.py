"""The pages of the static edition that work in the reader's browser: SQL, verification, search.

Their scripts are in static/tab/. What a script needs of the package is in its page, as JSON.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .. import search
from ..folder import folder_of
from ..locale.language import Language, tag_of
from ..page_request import PageRequest
from ..pages import question
from ..sections import content, found
from ..site import SEARCH, Site, site
from . import render

if TYPE_CHECKING:
    from datasette.app import Datasette

# Fixed words for scripts begin so; a script may also use those that follow, which pages use too.
WORDS = "tab_"
SHARED = (
    *("found_count", "found_by", "did_you_mean", "search_of"),
    *("day_of_year", "month_of_year", "year_alone", "months"),
)
Values = Callable[[PageRequest], Mapping[str, Any]]


async def pages(datasette: Datasette) -> list[tuple[str, str]]:
    """The address and the HTML of each page, in every language; an address ends in a slash.

    A page that this package does not have is left out, as search is where no table is searched.
    Links in them are those of the server, from its root. The scripts read `edition.json` at the
    root of the edition, and find that root by their own address."""
    await datasette.invoke_startup()
    here = site(folder_of(datasette))
    return [
        (language.prefix + path, text)
        for path, (template, values) in PAGES.items()
        for language in here.languages
        if (text := await _page(datasette, here, language, path, template, values))
    ]


async def _page(
    datasette: Datasette, here: Site, language: Language, path: str, template: str, values: Values
) -> str:
    def gathered(connection: sqlite3.Connection) -> Mapping[str, Any]:
        metadata = datasette.metadata() or {}
        return values(PageRequest(here, language, path, {}, {}, metadata, connection))

    found = await datasette.get_database(here.package.database).execute_fn(gathered)
    if not found:
        return ""
    return await render.page(datasette, here, language, path, template, found)


def _data(request: PageRequest, **more: object) -> str:
    """What a script is told, as JSON that may be in a page."""
    words = {
        key: text
        for key, text in request.language.words.items()
        if key.startswith(WORDS) or key in SHARED
    }
    language, prefix = request.language.glyphs, request.prefix
    return render.as_json(language=language, prefix=prefix, words=words, **more)


def _sql(request: PageRequest) -> Mapping[str, Any]:
    """The page that asks in SQL: the questions with their forms, and the tables there are."""
    options: dict[str, Any] = {}
    questions = [_question(request, name, options) for name in request.questions]
    return {
        "tab": _data(request, questions=questions, options=options),
        "preview": request.language.say("sql_lede"),
        "questions": questions,
        "tables": list(_tables(request)),
    }


def _question(request: PageRequest, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """One question. The choices of a parameter are the same wherever it is asked for, except the
    revisions of a series."""
    query = request.questions[name]
    fields = question.asked(request, name)
    for field in fields:
        if field.options:
            own = f"{name} {field.name}" if field.name in ("old", "new") else field.name
            options[own] = field.options
    return {
        "name": name,
        "title": question.word(query, "title", request) or name,
        "description": question.word(query, "description", request),
        "sql": str(query["sql"]).strip(),
        "parameters": [
            {"name": item.name, "label": item.label, "kind": item.kind, "example": item.example}
            for item in fields
        ],
    }


def _tables(request: PageRequest) -> Iterator[dict[str, Any]]:
    """The tables and views of the database, with their columns and what these mean."""
    vocabulary = request.reader.vocabulary
    names = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    for (name,) in request.connection.execute(names).fetchall():
        if "_fts" in name or name.startswith("sqlite_"):
            continue
        columns = request.connection.execute("SELECT name FROM pragma_table_info(?)", [name])
        yield {
            "name": name,
            "columns": [(column, vocabulary.column(column)) for (column,) in columns.fetchall()],
        }


def _verify(request: PageRequest) -> Mapping[str, Any]:
    """The page that verifies a release."""
    return {"tab": _data(request), "preview": request.language.say("verify_lede")}


def _search(request: PageRequest) -> Mapping[str, Any]:
    """The page that searches: every record as it is shown when it is found, with its names; and the
    sections whose SQL is asked in the tab."""
    page = request.site.page_at(SEARCH)
    section = next((item for item in page.sections if item.show == "found"), None) if page else None
    if page is None or section is None:
        return {}
    names = search.names(request.connection, request.package, section.of)
    rows = found.records(request, section, names.shown)
    filled = content.fill(request, page)
    sections = filled.sections if filled else ()
    others = [
        {"name": item.name, "title": item.title.get(request.language.name, ""), "sql": item.sql}
        for item in page.sections
        if item.show == "entries"
    ]
    keys = [key for key in names.shown if key in rows]
    data = _data(
        request,
        names=[[key, names.shown[key]] for key in keys],
        sections=others,
        asked={**request.parameters, "q": "", "like": ""},
        tags=[tag_of(text, request.site.languages) for text in ("ab", "漢")],
        languages=[item.name for item in request.site.languages],
        own=sorted(request.reader.own),
    )
    return {
        "tab": data,
        "title": page.title.get(request.language.name, ""),
        "section": next((item for item in sections if item.show == "found"), None),
        "rows": [rows[key] for key in keys],
    }


PAGES: Mapping[str, tuple[str, Values]] = {
    "/sql/": ("edition/sql.html", _sql),
    "/verify/": ("edition/verify.html", _verify),
    "/search/": ("edition/search.html", _search),
}
