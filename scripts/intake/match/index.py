"""Which body a text means: by a name that equals it, or else by similar names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from ...core.normalize import is_chinese, key, skeleton, without_un, words
from ..mapping import Name
from .cjk import by_characters
from .score import UNLIKE, Likeness
from .words import by_words

EXACT, SMALL_WORDS, PART = 100.0, 99.0, 98.0
MATCHED_MOST = 97.0
# This many words, or Chinese characters, identify a body without "United Nations" before them.
WORDS_ALONE, CHARACTERS_ALONE = 3, 6
SHORTLIST = 24
# A longer text is not a name, and is not looked up.
MAX_NAME_CHARS = 300
# No body is proposed below this score.
LIKELY = 60.0
# The score of the second body must be at least this much lower.
MARGIN = 4.0
DASH = re.compile(r"\s*[\u2013\u2014\u2015\u2500]+\s*|\s+--?\s+")
IN_PARENTHESES = re.compile(r"\s*[(（][^()（）]*[)）]\s*")


@dataclass(frozen=True)
class Candidate:
    """A body that a text may mean, and how similar the text is to one of its names, 0 to 100."""

    body: str
    score: float


@dataclass(frozen=True)
class Match:
    """The bodies that a text may mean, the likeliest first. `sure`: it means the first. `exact`: it
    is one of the names of the first, and not only similar."""

    candidates: tuple[Candidate, ...]
    sure: bool
    exact: bool = False

    @property
    def best(self) -> Candidate | None:
        """The likeliest body, if there is one."""
        return self.candidates[0] if self.candidates else None


NOTHING = Match((), sure=False)


@dataclass
class Names:
    """Every name of every body, ready to be asked."""

    exact: dict[str, set[str]] = field(default_factory=dict)
    alone: dict[str, set[str]] = field(default_factory=dict)
    skeletons: dict[str, set[str]] = field(default_factory=dict)
    acronyms: dict[str, set[str]] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _full: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def from_pairs(
        cls, names: Iterable[tuple[str, str]], acronyms: Iterable[tuple[str, str]]
    ) -> Names:
        """From (body, name) and (body, acronym) pairs; an acronym is matched exactly or not at
        all."""
        index = cls()
        for body, name in names:
            index._add(body, key(name))
            # Half of a hyphened word is not a word: Inter. may well be short for International.
            index.vocabulary |= {
                form for word in name.split() if len(form := key(word)) > 1 and " " not in form
            }
            index.vocabulary |= set(key(name)) if is_chinese(name) else set()
        for body, name in acronyms:
            index.exact.setdefault(key(name), set()).add(body)
            index.acronyms.setdefault(key(name), set()).add(body)
        return index

    def known(self, text: str) -> str | None:
        """The body of which the text is a name, except for case, spelling, small words and the
        United Nations in front; None where there is none, or more than one."""
        match = self._known(key(text)) if len(text) <= MAX_NAME_CHARS else None
        return match.body if match else None

    def match(self, text: str) -> Match:
        """The bodies that the text may mean."""
        wanted = key(text) if len(text) <= MAX_NAME_CHARS else ""
        if not wanted:
            return NOTHING
        found = self._known(wanted) or self._part(text)
        if found:
            others = [item for item in self._like(wanted)[0] if item.body != found.body]
            return Match((found, *others[:3]), sure=True, exact=True)
        candidates, fitting = self._like(wanted)
        if not candidates:
            return NOTHING
        best, like = candidates[0], fitting.get(candidates[0].body)
        sure = (
            like is not None and like.sure and not self._contested(best, like, candidates, fitting)
        )
        return Match(tuple(candidates[:4]), sure=sure)

    def _add(self, body: str, name: str) -> None:
        for index, form in ((self.exact, name), (self.skeletons, skeleton(name))):
            index.setdefault(form, set()).add(body)
        bare = without_un(name)
        length = len(bare) if is_chinese(bare) else len(words(bare))
        if bare and length >= (CHARACTERS_ALONE if is_chinese(bare) else WORDS_ALONE):
            self.alone.setdefault(skeleton(bare), set()).add(body)
        self._full.setdefault(name, set()).add(body)

    def _known(self, wanted: str) -> Candidate | None:
        bare = without_un(wanted)
        for index, form, score in (
            (self.exact, wanted, EXACT),
            (self.skeletons, skeleton(wanted), SMALL_WORDS),
            (self.exact, bare, PART),
            (self.skeletons, skeleton(bare), PART),
            (self.alone, skeleton(wanted), PART),
        ):
            bodies = index.get(form, set()) if form else set()
            if len(bodies) == 1:
                if score == PART and bodies <= self.acronyms.get(form, set()):
                    continue
                return Candidate(next(iter(bodies)), score)
        return None

    def _part(self, text: str) -> Candidate | None:
        """The body of `parent — body`, where both are known (the parent may add its acronym), or of
        `acronym — body`, where both are names of it."""
        *parents, own = DASH.split(text)
        found = self._known(key(own)) if parents else None
        if found is None:
            return None
        above = (self._known(key(IN_PARENTHESES.sub(" ", parent))) for parent in parents)
        return Candidate(found.body, PART) if all(above) else None

    def _like(self, wanted: str) -> tuple[list[Candidate], Mapping[str, Likeness]]:
        """The bodies with names similar to the text, the likeliest first, with how similar each
        is."""
        best: dict[str, Likeness] = {}
        for name in self._shortlist(wanted):
            like = _likeness(wanted, name, self.vocabulary)
            for body in self._full[name]:
                best[body] = max(best.get(body, like), like, key=_rank)
        candidates = [
            Candidate(body, round(min(like.score, MATCHED_MOST), 1))
            for body, like in best.items()
            if like.score >= LIKELY or like.sure
        ]
        return sorted(candidates, key=lambda item: (-item.score, item.body)), best

    def _shortlist(self, wanted: str) -> Iterable[str]:
        """The names worth looking at; rapidfuzz finds them among all."""
        return dict.fromkeys(
            name
            for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.partial_ratio)
            for name, _, _ in process.extract(
                wanted, self._full.keys(), scorer=scorer, limit=SHORTLIST, score_cutoff=40
            )
        )

    @staticmethod
    def _contested(
        best: Candidate,
        like: Likeness,
        candidates: list[Candidate],
        fitting: Mapping[str, Likeness],
    ) -> bool:
        """Whether another body could be meant as well: nothing in the text contradicts one of its
        names."""
        for body, other in fitting.items():
            if body != best.body and other.fits and other.missing < like.missing + 0.35:
                return True
        return any(
            item.score > best.score - MARGIN
            for item in candidates
            if item.body != best.body and like.missing
        )


def _rank(like: Likeness) -> tuple[bool, bool, float]:
    return like.sure, like.fits, like.score


def index_of(known: Sequence[Name]) -> Names:
    """The index of the names."""
    return Names.from_pairs(
        [(name.body, name.text) for name in known if not name.is_acronym],
        [(name.body, name.text) for name in known if name.is_acronym],
    )


def _likeness(text: str, name: str, vocabulary: Collection[str]) -> Likeness:
    """How similar the key `text` is to the key `name`. `vocabulary` holds the words and characters
    of all names; none of them is taken for a misprint of another."""
    if is_chinese(text) != is_chinese(name):
        return UNLIKE
    return (by_characters if is_chinese(text) else by_words)(text, name, vocabulary)
