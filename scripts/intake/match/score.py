"""Fuzzy match: how similar a text is to a name by edit distance, and whether that is enough to say
that it is that name. Comparing by words and by characters both give it.

A score alone cannot tell a misprint from another body: International Energy Agency is as similar to
International Energy Forum as a misprint would be. So a likeness also says what is left over: words
of the text that the name does not have (another body, most often) and words of the name that are
missing. The limits are set by the measured precision (benchmarks/intake.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 100. `fits`: nothing in the text contradicts the name. `sure`: enough of
    the name is there to identify it. `missing` is the share of the name that is not in the text."""

    score: float
    fits: bool
    sure: bool
    missing: float


UNLIKE = Likeness(0, fits=False, sure=False, missing=1)
