"""What a search finds: the records with exactly that name, those with a name that contains it, and
those that it may mean. One matcher finds near misses here, in reconciliation and in addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache, cached

from ..core import normalize
from ..descriptor.model import Package
from ..descriptor.pages import one_text
from .reconcile import entities
from .reconcile.matching import Index
from .site import Site

# A longer search text is cut to this many characters.
MAX_QUERY_CHARS = 200
# Below this likeness a name means something else; and this many near misses are shown.
MIN_LIKENESS, MAX_NEAR = 45.0, 5
# A Chinese name is shortened by leaving characters out; two say too little.
MIN_CHINESE_CHARS = 3


@dataclass(frozen=True)
class Names:
    """The names of the records of one table: by the key as `one_text`, as they are and as they are
    compared."""

    shown: Mapping[str, tuple[str, ...]]
    compared: Mapping[str, tuple[str, ...]]
    index: Index


@dataclass(frozen=True)
class Found:
    """The keys of records: `exact` have the name, `within` have it in a name, `near` may be meant;
    and for each the name that it was found by."""

    exact: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)

    @property
    def only(self) -> str | None:
        """The one record that is meant, if it is one."""
        hits = self.exact or self.within
        return hits[0] if len(hits) == 1 else None


# Kept by folder, since what is served does not change.
@cached(LRUCache(64), lambda _, package, table: (package.root, table), Lock())
def names(connection: sqlite3.Connection, package: Package, table: str) -> Names:
    """The names of the records of the table, read once."""
    relation = next(item for item in entities.tables(package) if item.name == table)
    shown = {
        one_text(item.parts): tuple(dict.fromkeys((item.label, *item.names, item.key)))
        for item in entities.read(connection, package, relation)
    }
    return Names(
        shown,
        {key: tuple(map(normalize.key, texts)) for key, texts in shown.items()},
        Index((key, text) for key, texts in shown.items() for text in texts),
    )


def find(known: Names, asked: str) -> Found:
    """The records that the text may mean, each once, the likeliest first."""
    wanted = normalize.key(asked[:MAX_QUERY_CHARS])
    if not wanted:
        return Found()
    by: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for key, texts in known.compared.items():
        for place, text in enumerate(texts):
            rank = _rank(wanted, text)
            if rank is not None and rank < ranks.get(key, 99):
                ranks[key], by[key] = rank, known.shown[key][place]
    order = {key: place for place, key in enumerate(known.shown)}
    ordered = sorted(ranks, key=lambda key: (ranks[key], len(by[key]), order[key]))
    exact = tuple(key for key in ordered if ranks[key] == 0)
    best = min((ranks[key] for key in ordered if ranks[key]), default=0)
    # A looser match counts only where no stricter one finds anything.
    kept = max(2, best)
    within = tuple(key for key in ordered if 0 < ranks[key] <= kept)
    near = tuple(
        item.key
        for item in known.index.find(asked[:MAX_QUERY_CHARS])
        if item.score >= MIN_LIKENESS and item.key not in {*exact, *within}
    )[:MAX_NEAR]
    return Found(exact, within, near, by)


def _rank(wanted: str, text: str) -> int | None:
    """How the text matches what is wanted: 0 is equal, 1 begins with it, 2 contains it, 3 has its
    words, 4 has its characters in order, as the full form of a shortened Chinese name does; None is
    no match."""
    if text == wanted:
        return 0
    if normalize.without_un(wanted) in (text, normalize.without_un(text) or None):
        return 1
    if normalize.is_chinese(wanted):
        if wanted in text:
            return 1 if text.startswith(wanted) else 2
        letters = iter(text)
        short = len(wanted) >= MIN_CHINESE_CHARS and all(letter in letters for letter in wanted)
        return 4 if short and normalize.is_chinese(text) else None
    if f" {text}".find(f" {wanted}") >= 0:
        return 1 if text.startswith(wanted) else 2
    words = normalize.words(wanted)
    own = text.split()
    if words and all(any(word.startswith(part) for word in own) for part in words):
        return 3
    return None


def named_table(package: Package) -> str | None:
    """The table whose records are found by names, the first of them."""
    return next((item.name for item in entities.tables(package)), None)


def address(here: Site, name: str, connection: sqlite3.Connection) -> str | None:
    """The address of the page of the one record that has this name, in any writing, in the first
    language."""
    if (table := named_table(here.package)) is None:
        return None
    page = here.page_of_key(here.package.relation(table).primary_key)
    exact = find(names(connection, here.package, table), name).exact
    return page.of_key(exact[0]) if page and len(exact) == 1 else None
