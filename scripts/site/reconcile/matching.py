"""Which records a name may mean, the likeliest first, for search and reconciliation.

Names are compared in the form of `normalize.key`, as intake compares them, by the pairs of
neighbouring characters that two of them share: Dice's coefficient (L. R. Dice, 1945), which needs
no words and so serves Chinese as well as English. It only ranks; whether a text *is* a name of a
record, intake/match/ decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...core import normalize

EXACT_SCORE, MIN_SCORE = 100.0, 30.0
MAX_NAME_CHARS = 300
ASIDE = re.compile(r"[(（\[][^)）\]]*[)）\]]")


@dataclass(frozen=True)
class Candidate:
    """A record that the name may mean; `score` is 100 where the name is one of its names. `sure`:
    the name is taken to mean this record."""

    key: str
    score: float
    sure: bool = False


def _readings(name: str) -> Iterator[str]:
    """The name, and what is left of it without its asides in brackets."""
    whole = normalize.key(name[:MAX_NAME_CHARS])
    yield whole
    if (shorter := normalize.key(ASIDE.sub(" ", name[:MAX_NAME_CHARS]))) != whole:
        yield shorter


def _pairs(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))


class Index:
    """Names of records, to be asked many times."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: the key of a record and one of its names, or its key as such."""
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._typed: dict[str, set[str]] = defaultdict(set)
        for key, name in names:
            if text := normalize.key(name):
                self._keys[text].add(key)
                self._typed[normalize.typed(name)].add(key)
        self._sizes = {text: len(_pairs(text)) for text in self._keys}
        self._holders: Mapping[str, list[str]] = defaultdict(list)
        for text in self._keys:
            for pair in _pairs(text):
                self._holders[pair].append(text)

    def find(self, name: str) -> list[Candidate]:
        """The records that the name may mean, the likeliest first, then by key."""
        scores: dict[str, float] = {}
        for text in filter(None, _readings(name)):
            pairs = _pairs(text)
            shared = Counter(
                other for pair in pairs if pair in self._holders for other in self._holders[pair]
            )
            for other, count in shared.items():
                score = EXACT_SCORE * 2 * count / (len(pairs) + self._sizes[other])
                # The same pairs in another order are not the same name.
                score = EXACT_SCORE if other == text else min(score, EXACT_SCORE - 1)
                for key in self._keys[other] if score >= MIN_SCORE else ():
                    scores[key] = max(score, scores.get(key, 0))
        found = [Candidate(key, round(score, 1)) for key, score in scores.items()]
        return sorted(found, key=lambda item: (-item.score, item.key))

    def starting(self, prefix: str) -> list[str]:
        """The records with a name that begins with the prefix, then those with a name that contains
        it."""
        start = normalize.typed(prefix)
        ranks: dict[str, int] = {}
        for text, keys in self._typed.items():
            place = text.find(start)
            for key in keys if place >= 0 else ():
                ranks[key] = min(ranks.get(key, 1), int(place > 0))
        return sorted(ranks, key=lambda key: (ranks[key], key))
