"""What was found in a text, for programs and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from ..core.diagnostics import amount
from ..diff.inline import printable
from .mapping import Form
from .match.decide import Outcome
from .parse.blocks import Dropped

SIGNS = {"matched": "=", "review": "?", "unknown": "!"}
SHOWN = 100


def as_json(outcomes: Sequence[Outcome], dropped: Sequence[Dropped], declared: Form) -> str:
    """The items and what was dropped as one JSON object; body and number go by the names of their
    columns in the series."""
    body, number = declared.body, declared.columns.get("number", "number")
    return json.dumps(
        {
            "items": [
                {
                    "position": position,
                    "text": outcome.item.named.text,
                    "place": outcome.item.place,
                    "outcome": outcome.result,
                    body: outcome.body,
                    "score": outcome.score,
                    "alternatives": [
                        {body: candidate.body, "score": candidate.score}
                        for candidate in outcome.alternatives
                    ],
                    number: outcome.item.number,
                    "note": outcome.item.named.note,
                }
                for position, outcome in enumerate(outcomes, 1)
            ],
            "dropped": [{"text": item.text, "place": item.place} for item in dropped],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(outcomes: Sequence[Outcome], dropped: Sequence[Dropped]) -> Iterator[str]:
    """A line an item: = matched, ? to be reviewed, ! unknown; then what was dropped."""
    for outcome in outcomes:
        named = outcome.item.named
        said = [outcome.body or "", f"{outcome.score:g}"] if outcome.body else [outcome.why]
        if outcome.result == "review":
            said += [f"{item.body} {item.score:g}" for item in outcome.alternatives]
        number = f"{outcome.item.number} " if outcome.item.number else ""
        line = f"{SIGNS[outcome.result]} {outcome.item.place}: {number}{_short(named.text)}"
        yield printable(f"{line} -> {'; '.join(said)}")
    for item in dropped:
        yield printable(f"- {item.place}: {_short(item.text)}")
    yield summary(outcomes, dropped)


def summary(outcomes: Sequence[Outcome], dropped: Sequence[Dropped]) -> str:
    """How many items there are of each outcome, in one line."""
    counts = Counter(outcome.result for outcome in outcomes)
    return (
        f"{amount(len(outcomes), 'item')}: {counts['matched']} matched,"
        f" {counts['review']} to review, {counts['unknown']} unknown;"
        f" {amount(len(dropped), 'other text')} dropped"
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
