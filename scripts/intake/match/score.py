"""How like a name a text is: what comparing by words and by characters both give."""

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
