"""A description in another language of the site: what it says there in words of the list, nothing
that is only in the first language."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from ..locale.vocabulary import Vocabulary
from .description import Description, File, Variable


def in_language(about: Description, words: Vocabulary, description: str) -> Description:
    """The description with title, tables and columns as they are called in the language of
    `words`, and with this text of what it is."""
    by_path = {resource.path: resource for resource in words.package.resources}

    def file(item: File) -> File:
        found = next(
            (by_path[path] for path in by_path if item.address.endswith(f"/{quote(path)}")), None
        )
        title = item.title
        if found and found.series and found.revision:
            title = words.revision(found)
        elif found:
            title = words.table(found.name, title)
        return replace(item, title=title, description="")

    def variable(item: Variable) -> Variable:
        table, _, column = item.name.rpartition(".")
        return replace(item, title=words.column(column, table), description="")

    return replace(
        about,
        title=about.titles.get(words.language.tag, about.title),
        description=description or about.description,
        files=tuple(map(file, about.files)),
        variables=tuple(map(variable, about.variables)),
    )
