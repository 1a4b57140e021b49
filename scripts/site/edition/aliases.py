"""Short addresses by which the server finds a record: its key alone, and any of its names."""

from __future__ import annotations

import re
import sqlite3

from ...core import normalize
from ..pages import search
from ..pages.site import Site

# What is one word of an address as people type it.
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def aliases(connection: sqlite3.Connection, here: Site) -> dict[str, str]:
    """By each such address the address of the page, in every language."""
    package = here.package
    table = search.searched(package)
    page = here.page_of_key(package.relation(table).primary_key) if table else None
    if table is None or page is None or len(page.parameters) != 1:
        return {}
    known = search.names(connection, package.root, package, table)
    owners: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for key, texts in known.shown.items():
        for text in filter(WORD.fullmatch, texts):
            words[text] = normalize.key(text)
            owners.setdefault(words[text], set()).add(key)
    found = {}
    for word, compared in words.items():
        keys = {word} if word in known.shown else owners[compared]
        if len(keys) > 1:
            continue
        target = page.of_key(next(iter(keys)))
        for language in here.languages:
            found[f"{language.prefix}/{word}"] = language.prefix + target
            found[f"{language.prefix}{page.of_key(word)}"] = language.prefix + target
    return {short: target for short, target in found.items() if short != target}
