"""The outcome of each item: matched, to be reviewed, or unknown; a body is matched at most once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ...core.normalize import key
from ..parse.blocks import Item
from .index import EXACT, Candidate, Match, Names

Result = Literal["matched", "review", "unknown"]

# If the name is probably that of another body, what is in parentheses does not make a match.
AGAINST = 75.0
ALTERNATIVES = 3


@dataclass(frozen=True)
class Outcome:
    """An item, its result, its body where it is matched, the best score, and the other bodies that
    may be meant; `why` says what to ask."""

    item: Item
    result: Result
    body: str | None
    score: float
    alternatives: tuple[Candidate, ...]
    why: str = ""


def decide(
    items: Sequence[Item], names: Names, struck: Sequence[tuple[str, str]] = ()
) -> list[Outcome]:
    """The outcome of each item, in order. `struck` has what is crossed out, as (place, text)."""
    outcomes = [_outcome(item, names) for item in items]
    return _once(_struck(_misnumbered(_torn(outcomes, names)), struck))


def _misnumbered(outcomes: list[Outcome]) -> list[Outcome]:
    """Ask about an item whose number does not fit between those of its neighbours."""
    for before, outcome, after in zip(outcomes, outcomes[1:], outcomes[2:], strict=False):
        numbers = [o.item.number for o in (before, outcome, after)]
        if outcome.body is None or not all(map(str.isdecimal, numbers)):
            continue
        first, found, last = map(int, numbers)
        if last - first == 2 and found != first + 1:
            place = outcomes.index(outcome)
            why = f"its number is {found}, between {first} and {last}"
            outcomes[place] = _doubted(outcome, Candidate(outcome.body, outcome.score), why)
    return outcomes


def _torn(outcomes: list[Outcome], names: Names) -> list[Outcome]:
    """Ask about two items that are a name of a body only together."""
    for place, (first, second) in enumerate(itertools.pairwise(outcomes)):
        if {first.result, second.result} == {"matched"} and first.score == second.score == EXACT:
            continue
        texts = (first.item.named.text, second.item.named.text)
        for joined in (" ".join(texts), "".join(texts)):
            match = names.match(joined)
            exact = {outcome.body for outcome in (first, second) if outcome.score == EXACT}
            if match.exact and match.best and match.best.body not in exact:
                why = f"torn in two? With the one {{}} it, it is {match.best.body}"
                outcomes[place] = _doubted(first, match.best, why.format("after"))
                outcomes[place + 1] = _doubted(second, match.best, why.format("before"))
    return outcomes


def _struck(outcomes: list[Outcome], struck: Sequence[tuple[str, str]]) -> list[Outcome]:
    """Ask about a matched item that is crossed out in the text, whole or in part."""
    return [
        _doubted(outcome, Candidate(outcome.body, outcome.score), "it is crossed out in the text")
        if outcome.body is not None
        and any(
            place == outcome.item.place and key(text) in key(outcome.item.named.text)
            for place, text in struck
        )
        else outcome
        for outcome in outcomes
    ]


def _doubted(outcome: Outcome, first: Candidate, why: str) -> Outcome:
    others = (candidate for candidate in outcome.alternatives if candidate.body != first.body)
    alternatives = (first, *others)[: ALTERNATIVES + 1]
    return replace(outcome, result="review", body=None, alternatives=alternatives, why=why)


def _outcome(item: Item, names: Names) -> Outcome:
    matches = [names.match(text) for text in item.named.names]
    candidates = _together(matches)
    sure = {match.best.body for match in matches if match.sure and match.best}
    exact = {match.best.body for match in matches if match.exact and match.best}
    taken = exact if len(exact) == 1 else sure
    best = candidates[0] if candidates else None
    if len(taken) != 1 or best is None:
        if len(taken) > 1:
            return _asked(item, candidates, "its names are of different bodies")
        beside = names.match(item.named.note) if item.named.note else None
        if beside and beside.exact and beside.best:
            why = "the name in parentheses belongs to another body"
            return _asked(item, _together([beside, *matches]), why)
        return _asked(item, candidates, "")
    (body,) = taken
    score = next(candidate.score for candidate in candidates if candidate.body == body)
    against = [
        match.best.body
        for match in matches
        if match.best and match.best.body != body and match.best.score >= AGAINST
    ]
    acronym = names.acronyms.get(key(item.named.acronym), {body}) if item.named.acronym else {body}
    if against:
        return _asked(item, candidates, f"one of its names is like one of {against[0]}")
    if body not in acronym:
        return _asked(item, candidates, f"{item.named.acronym} is {', '.join(sorted(acronym))}")
    if item.mentioned:
        return _asked(item, candidates, "it is in a sentence, not in the list")
    others = tuple(candidate for candidate in candidates if candidate.body != body)
    return Outcome(item, "matched", body, score, others[:ALTERNATIVES])


def _together(matches: Sequence[Match]) -> list[Candidate]:
    """The candidates of every name of an item, each body once with its best score."""
    best: dict[str, float] = {}
    for match in matches:
        for candidate in match.candidates:
            best[candidate.body] = max(candidate.score, best.get(candidate.body, 0))
    found = [Candidate(body, score) for body, score in best.items()]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.body))


def _asked(item: Item, candidates: Sequence[Candidate], why: str) -> Outcome:
    score = candidates[0].score if candidates else 0.0
    if not candidates:
        return Outcome(item, "unknown", None, score, (), why or "no organization has such a name")
    why = why or "no name matches, and none is close enough"
    return Outcome(item, "review", None, score, tuple(candidates[: ALTERNATIVES + 1]), why)


def _once(outcomes: list[Outcome]) -> list[Outcome]:
    """Each body matched once: by the item that is most similar to one of its names, the first of
    equals. The other items of that body are to be reviewed, and so are items that are only
    similar."""
    winners: dict[str, Outcome] = {}
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.score):
        if outcome.body is not None:
            winners.setdefault(outcome.body, outcome)
    decided = []
    for outcome in outcomes:
        if outcome.body is not None and (winner := winners[outcome.body]) is not outcome:
            why = f"{outcome.body} is in the text twice, also at {winner.item.place}"
            outcome = _doubted(outcome, Candidate(outcome.body, outcome.score), why)
        decided.append(outcome)
    return decided
