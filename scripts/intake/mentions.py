"""Names in running text: between semicolons or commas, inside sentences, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scripts.intake.asides import bare, named
from scripts.intake.normal import CHINESE, is_chinese

Known = Callable[[str], str | None]

OPENING, CLOSING = "(（[", ")）]"
BETWEEN = re.compile(r"([,，、;；]\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|以及|[和與与及])")
# A name may hold so many commas and ands, and may be broken over so many lines.
MOST_PARTS, MOST_LINES = 6, 3
SHORTEST_CHINESE = 3
LONGEST_SENTENCE = 4000


def parted(text: str, separators: str) -> list[str]:
    """The text parted at the separators that stand in no parentheses."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING and depth > 0)
        if depth == 0 and character in separators:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def lines(texts: Sequence[str], tells: Known) -> list[tuple[int, int, bool]]:
    """(first line, number of lines, whether it is known) for each item of lines that hold one
    each; lines that are only together a name are one item."""
    found = []
    start = 0
    while start < len(texts):
        most = min(MOST_LINES, len(texts) - start)
        # A name does not swallow a line that is one itself.
        most = next((n for n in range(1, most) if tells(texts[start + n])), most)
        known = [n for n in range(most, 0, -1) if tells(" ".join(texts[start : start + n]))]
        number = known[0] if known else 1
        found.append((start, number, bool(known)))
        start += number
    return found


def within(text: str, known: Known) -> list[str]:
    """The names in a sentence that lists bodies: those known, and what stands between two of
    them; empty where the sentence names fewer than two."""
    if len(text) > LONGEST_SENTENCE:
        return []
    found: list[tuple[str, bool]] = []
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[。！？])", text):
        found += _of_sentence(sentence, known)
    places = [place for place, (_, is_known) in enumerate(found) if is_known]
    if len({found[place][0] for place in places}) < 2:
        return []
    return [
        name
        for name, is_known in found[places[0] : places[-1] + 1]
        if is_known or len(name.split()) <= 15
    ]


def _of_sentence(sentence: str, known: Known) -> Iterator[tuple[str, bool]]:
    parts = BETWEEN.split(sentence)
    start = 0
    while start < len(parts):
        for end in range(min(len(parts), start + 2 * MOST_PARTS - 1), start, -2):
            name = _known_in("".join(parts[start:end]), known, start == 0 or end - start == 1)
            if name:
                yield name, True
                break
        else:
            end = start + 1
            if bare(parts[start]):
                yield bare(parts[start]), False
        start = end + 1 if (end - start) % 2 else end


def _known_in(text: str, known: Known, lead: bool) -> str:
    """The text if it is a known name, or a known name that it ends or begins with."""
    text = bare(text)
    if any(known(name) for name in named(text).names):
        return text
    return next((part for part in _ends(text) if known(part)), "") if lead else ""


def _ends(text: str) -> Iterator[str]:
    """What is left of a text without its first words, or its last ones; the longest first."""
    if not text or len(text) > 400:
        return
    if is_chinese(text):
        for length in range(min(len(text) - 1, 40), SHORTEST_CHINESE, -1):
            yield text[-length:]
            yield text[:length]
        return
    parts = text.split()
    for count in range(1, len(parts)):
        if len(parts) - count > 1 and not CHINESE.search(text):
            yield " ".join(parts[count:])
            yield " ".join(parts[:-count])
