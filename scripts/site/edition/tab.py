"""The pages of the static edition that work in the reader's own tab: SQL, verification, search.

Their scripts are in static/tab/. What a script needs of the package stands in its page, as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..base import base
from ..folder import folder_of
from ..locale.language import Language
from ..pages import question
from ..pages.site import Ask, Site, site
from .capture import HERE

if TYPE_CHECKING:
    from datasette.app import Datasette

# The fixed words that a script says begin so.
WORDS = "tab_"
Values = Callable[[Ask], Mapping[str, Any]]


async def pages(datasette: Datasette) -> list[tuple[str, str]]:
    """The address and the HTML of each page, in every language; an address ends in a slash.

    Links in them are those of the server, from its root. The scripts read `edition.json` at the
    root of the edition, and find that root by their own address."""
    await datasette.invoke_startup()
    here = site(folder_of(datasette))
    return [
        (language.prefix + path, await _page(datasette, here, language, path, template, values))
        for path, (template, values) in PAGES.items()
        for language in here.languages
    ]


async def _page(
    datasette: Datasette, here: Site, language: Language, path: str, template: str, values: Values
) -> str:
    from datasette import Request

    request = Request.fake(language.prefix + path)
    request.scope["base"] = HERE
    # No form of ours is sent by POST.
    request.scope["csrftoken"] = str

    def gathered(connection: sqlite3.Connection) -> Mapping[str, Any]:
        metadata = datasette.metadata() or {}
        return values(Ask(here, language, path, {}, {}, metadata, connection))

    found = await datasette.get_database(here.package.database).execute_fn(gathered)
    context = {
        **here.words(language, path),
        "is_translated": True,
        "place": base(datasette, request, here.package),
        **found,
    }
    text: str = await datasette.render_template(template, context, request=request)
    return text


def _told(ask: Ask, **more: object) -> str:
    """What a script is told, as JSON that may stand in a page."""
    words = {key: text for key, text in ask.language.words.items() if key.startswith(WORDS)}
    told = {"language": ask.language.glyphs, "prefix": ask.prefix, "words": words, **more}
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def _sql(ask: Ask) -> Mapping[str, Any]:
    """The page that asks in SQL: the questions with their forms, and the tables there are."""
    options: dict[str, Any] = {}
    questions = [_question(ask, name, options) for name in ask.questions]
    return {
        "tab": _told(ask, questions=questions, options=options),
        "questions": questions,
        "tables": list(_tables(ask)),
    }


def _question(ask: Ask, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """One question. The choices of a parameter are the same wherever it is asked for, but for the
    revisions of a series."""
    query = ask.questions[name]
    fields = question.asked(ask, name)
    for field in fields:
        if field.options:
            own = f"{name} {field.name}" if field.name in ("old", "new") else field.name
            options[own] = field.options
    return {
        "name": name,
        "title": question.word(query, "title", ask) or name,
        "description": question.word(query, "description", ask),
        "sql": str(query["sql"]).strip(),
        "parameters": [
            {"name": item.name, "label": item.label, "kind": item.kind, "example": item.example}
            for item in fields
        ],
    }


def _tables(ask: Ask) -> Iterator[dict[str, Any]]:
    """The tables and views of the database, with their columns and what these mean."""
    told = ask.reader.vocabulary
    names = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    for (name,) in ask.connection.execute(names).fetchall():
        if "_fts" in name or name.startswith("sqlite_"):
            continue
        columns = ask.connection.execute("SELECT name FROM pragma_table_info(?)", [name])
        yield {
            "name": name,
            "columns": [(column, told.column(column)) for (column,) in columns.fetchall()],
        }


def _verify(ask: Ask) -> Mapping[str, Any]:
    """The page that verifies a release."""
    return {"tab": _told(ask)}


PAGES: Mapping[str, tuple[str, Values]] = {
    "/sql/": ("edition/sql.html", _sql),
    "/verify/": ("edition/verify.html", _verify),
}
