"""Full-text search that finds Chinese inside words, in either script, through Datasette's box.

SQLite's tokenizer takes a run of Chinese characters for one word, so a plain index finds no part
of it. The index built here holds, beside the text, every part of each such run in traditional and
simplified characters, and the British and American spellings of its words: the query needs no
treatment, and a part of a name finds what LIKE finds.
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

# As unicode61 sees it: letters and digits beside Chinese characters belong to the same word.
WORD, CHINESE = re.compile(r"\w+"), re.compile(f"[{CJK}]")
MAX_RUN_CHARS = 32
TOKENIZER = "porter unicode61 remove_diacritics 2"
# A private-use character is a word to the tokenizer: no phrase runs from one name into the next.
BETWEEN = "\n\ue000\n"


def scripts(text: str) -> set[str]:
    """The text in traditional (general, Hong Kong, Taiwan) and simplified characters."""
    simple = converted(text, "t2s")
    return {text, simple, *(converted(simple, name) for name in ("s2t", "s2hk", "s2tw"))}


def parts(word: str) -> Iterator[str]:
    """Every run of up to MAX_RUN_CHARS characters inside the word."""
    for start in range(len(word)):
        for end in range(start + 1, min(len(word), start + MAX_RUN_CHARS) + 1):
            yield word[start:end]


def document(texts: list[str]) -> str:
    """What the index holds for one record that is found under these texts."""
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
    """Create <table>_fts for a relation whose descriptor declares `search`: one row a record, its
    rowid that of the record, over the texts that refer to the record's key, or over its own.

    Datasette finds the index of a table by the words content="table" in its statement. The index
    has no content, so a comment says them."""
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
    """How the texts refer to the records that are found under them: pairs of columns."""
    if texts.name == relation.name:
        return [(name, name) for name in relation.primary_key]
    for key in texts.schema.foreign_keys:
        if key.relation == relation.name:
            return list(zip(key.columns, key.referenced, strict=True))
    raise PackageError(
        f"{DESCRIPTOR}: {relation.name} is to be searched by {texts.name}, which has no foreign"
        " key to it; give it one, or name another table in `search`"
    )
