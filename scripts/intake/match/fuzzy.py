"""Fuzzy match: how like a name a text is by edit distance, and whether that is enough to say it is
that name.

A score alone cannot tell a misprint from another body: International Energy Agency is as like
International Energy Forum as a misprint is. So a likeness also says what is left over: words of
the text that the name does not have (another body, most often) and words of the name that are
missing. The limits below are set by the measured precision (benchmarks/intake.py).
"""

from __future__ import annotations

from collections.abc import Collection

from ...core.normalize import is_chinese
from .cjk import by_characters
from .score import UNLIKE, Likeness
from .words import by_words


def likeness(text: str, name: str, vocabulary: Collection[str]) -> Likeness:
    """How like the key `name` the key `text` is. `vocabulary` holds the words and characters of
    all names: one of them is never taken for a misprint of another."""
    if is_chinese(text) != is_chinese(name):
        return UNLIKE
    return (by_characters if is_chinese(text) else by_words)(text, name, vocabulary)
