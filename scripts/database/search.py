"""Full-text search that finds Chinese inside words, in either script, through Datasette's box.

SQLite's tokenizer takes a run of Chinese characters for one word, so a plain index does not find a
part of it. Our index also has every part of each run, in traditional and simplified characters, and
both the British and the American spellings. So a query is used as it is typed, and a part of a name
finds what LIKE finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.errors import PackageError
from ..core.normalize import CJK, converted, spellings
from ..core.sql import identifier as quoted
from ..descriptor.model import Package, Relation
from ..descriptor.parse import DESCRIPTOR

if TYPE_CHECKING:
    from sqlite_utils import Database

# As in unicode61, letters and digits next to Chinese characters belong to the same word.
WORD, CHINESE = re.compile(r"\w+"), re.compile(f"[{CJK}]")
MAX_RUN_CHARS = 32
TOKENIZER = "porter unicode61 remove_diacritics 2"
# The tokenizer takes a private-use character for a word, so no phrase spans two names.
BETWEEN = "\n\ue000\n"


def scripts(text: str) -> set[str]:
    """The text in traditional (general, Hong Kong, Taiwan) and simplified characters."""
    simple = converted(text, "t2s")
    return {text, simple, *(converted(simple, name) for name in ("s2t", "s2hk", "s2tw"))}


def parts(word: str) -> Iterator[str]:
    """Every part of the word, of up to MAX_RUN_CHARS characters."""
    for start in range(len(word)):
        for end in range(start + 1, min(len(word), start + MAX_RUN_CHARS) + 1):
            yield word[start:end]


def document(texts: list[str]) -> str:
    """The text in the index for a record that is found by these texts."""
    found = {
        part
        for text in texts
        for word in WORD.findall(text)
        if CHINESE.search(word)
        for form in scripts(word)
        for part in parts(form)
    }
    found |= {spelled for text in texts for spelled in spellings(text)}
    return BETWEEN.join([*texts, *sorted(found)])


def index(database: Database, package: Package, relation: Relation) -> None:
    """Create <table>_fts for a relation that declares `search`. It has one row for each record,
    with the same rowid, over the texts that refer to the record's key, or over the record's own.

    Datasette looks for content="table" in the statement that created an index. Ours has no content,
    so the words are in a comment.
    """
    if relation.search is None:
        return
    texts = package.relation(relation.search.resource)
    table, field = f"{relation.name}_fts", relation.search.field
    database.conn.execute(
        f"CREATE VIRTUAL TABLE {quoted(table)}"
        f' USING fts5 /* content="{relation.name}" */'
        f" ({quoted(field)}, content='', tokenize='{TOKENIZER}')"
    )
    joined = " AND ".join(
        f"t.{quoted(own)} = r.{quoted(other)}" for own, other in _reference(texts, relation)
    )
    order = ", ".join(f"t.{quoted(name)}" for name in texts.primary_key)
    found: dict[int, list[str]] = {}
    for rowid, text in database.conn.execute(
        f"SELECT r.rowid, t.{quoted(field)} FROM {quoted(relation.name)} AS r"
        f" JOIN {quoted(texts.name)} AS t"
        f" ON {joined} ORDER BY r.rowid, {order}"
    ):
        found.setdefault(rowid, []).append(text)
    database.conn.executemany(
        f"INSERT INTO {quoted(table)} (rowid, {quoted(field)}) VALUES (?, ?)",
        ((rowid, document(names)) for rowid, names in found.items()),
    )


def _reference(texts: Relation, relation: Relation) -> list[tuple[str, str]]:
    """How the texts refer to the records that they find: pairs of columns."""
    if texts.name == relation.name:
        return [(name, name) for name in relation.primary_key]
    for key in texts.schema.foreign_keys:
        if key.relation == relation.name:
            return list(zip(key.columns, key.referenced, strict=True))
    raise PackageError(
        f"{DESCRIPTOR}: {relation.name} is to be searched by {texts.name}, which has no foreign"
        " key to it; give it one, or name another table in `search`"
    )
