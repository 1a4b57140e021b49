"""Fuzzy match: how like a name a text is by edit distance, and whether that is enough to say it is
that name; what comparing by words and by characters both give.

A score alone cannot tell a misprint from another body: International Energy Agency is as like
International Energy Forum as a misprint is. So a likeness also says what is left over: words of
the text that the name does not have (another body, most often) and words of the name that are
missing. The limits are set by the measured precision (benchmarks/intake.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 100; `fits` where nothing of the text contradicts the name, `sure` where
    what is left of the name is enough to tell; `missing` is the share of the name that is not in
    the text."""

    score: float
    fits: bool
    sure: bool
    missing: float


UNLIKE = Likeness(0, fits=False, sure=False, missing=1)
