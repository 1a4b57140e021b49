"""Names in running text: between semicolons or commas, inside sentences, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...core.normalize import SMALL, SMALL_CHINESE, is_chinese, key
from .blocks import Known, body_named, body_of_both
from .parentheticals import GROUP, bare, named

OPENING, CLOSING = "(（[", ")）]"
SEMICOLONS, COLONS = ";；", ":："
# What else separates items on a line, with a space on both sides: the first ones if they give this
# many parts, all if they separate known names.
SIGNS = ("•", "·", "|", "/")
SURE_SIGNS, SURE_PARTS = SIGNS[:3], 3
BETWEEN = re.compile(r"([,，、;；]\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|以及|[和與与及])")
ARTICLE = re.compile(r"^the\s+(?=[A-Z])")
ENDS = ("和", "与", "及", "的", "等")
# The most commas and ands in a name, and the most lines that it may be broken over.
MOST_PARTS, MOST_LINES = 6, 3
SHORTEST_CHINESE = 3
LONGEST_SENTENCE, LONGEST_TEXT = 20_000, 300


def parted(text: str, separators: str) -> list[str]:
    """The text split at the separators outside of parentheses."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING and depth > 0)
        if depth == 0 and character in separators:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def separated(text: str, body_of: Known, *, one_line: bool) -> list[str]:
    """The items of a text: between semicolons, or between signs where several are known."""
    parts: list[str] = []
    for part in parted(text, SEMICOLONS):
        if parts and part[:1] in OPENING and GROUP.fullmatch(part.rstrip(" .;")):
            parts[-1] += f" {part}"
        elif _says(bare(f"; {part}")):
            parts.append(part)
    if len(parts) > 1:
        first = parted(parts[0], COLONS)[-1]
        return [first, *(bare(f"; {part}") for part in parts[1:])]
    for sign in SIGNS if one_line else SURE_SIGNS:
        parts = [part for part in re.split(rf"\s+{re.escape(sign)}\s+", text) if _says(part)]
        known = {body for part in parts if (body := body_of(part))}
        if len(known) > 1 or (sign in SURE_SIGNS and len(parts) >= SURE_PARTS):
            return [parted(parts[0], COLONS)[-1], *parts[1:]]
    return [text]


def _says(text: str) -> bool:
    return any(map(str.isalpha, text))


def lines(texts: Sequence[str], known: Known) -> list[tuple[int, int, bool]]:
    """(first line, number of lines, whether it is known) for each item, if each line holds one;
    lines that are a name only together are one item."""
    found = []
    start = 0
    while start < len(texts):
        own = body_named(texts[start], known)
        most = min(MOST_LINES, len(texts) - start)
        # A name does not take in a line that is the name of another body.
        others = (
            n for n in range(1, most) if body_named(texts[start + n], known) not in (None, own)
        )
        most = next(others, most)
        together = (
            n
            for n in range(most, 1, -1)
            if body_of_both(" ".join(texts[start : start + n - 1]), texts[start + n - 1], known)
        )
        number = next(together, 1)
        found.append((start, number, number > 1 or own is not None))
        start += number
    return found


def within(text: str, known: Known) -> list[str]:
    """The names in a sentence that lists bodies: the known ones, and what is between two of them;
    empty where the sentence names fewer than two."""
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
    # Texts are at even places, separators at odd ones.
    parts = BETWEEN.split(sentence)
    start = 0
    while start < len(parts):
        last = min(len(parts) - 1, start + 2 * (MOST_PARTS - 1))
        last -= (last - start) % 2
        for end in range(last, start - 1, -2):
            name = _known_in(parts[start : end + 1], known)
            if name:
                yield name, True
                break
        else:
            end = start
            if bare(parts[start]):
                yield ARTICLE.sub("", bare(parts[start])), False
        start = end + 2


def _known_in(parts: Sequence[str], known: Known) -> str:
    """The parts together if they are a known name; otherwise a known name that begins within the
    first of them and ends the last, or begins the first and ends within the last."""
    text = ARTICLE.sub("", bare("".join(parts)))
    if _is_whole(text) and any(known(name) for name in named(text).names):
        return text
    if not text or len(text) > LONGEST_TEXT:
        return ""
    first = ARTICLE.sub("", bare(parts[0]))
    ends = (ARTICLE.sub("", part) for part in _ends(text, first, bare(parts[-1])))
    return next((part for part in ends if _is_whole(part) and known(part)), "")


def _is_whole(text: str) -> bool:
    """Whether neither end is a small word, which a known name may lack."""
    words = text.casefold().split() or [""]
    small = words[0] in SMALL or words[-1] in SMALL
    return not small and not SMALL_CHINESE.match(key(text)) and not key(text).endswith(ENDS)


def _ends(text: str, first: str, last: str) -> Iterator[str]:
    """The text without words of `first` at its beginning, or of `last` at its end; the longest
    first."""
    if is_chinese(text):
        for cut in range(1, max(len(first), len(last))):
            if len(text) - cut < SHORTEST_CHINESE:
                return
            yield from [text[cut:]] * (cut < len(first)) + [text[:-cut]] * (cut < len(last))
        return
    words = text.split()
    for cut in range(1, len(words) - 1):
        yield from [" ".join(words[cut:])] * (cut < len(first.split()))
        yield from [" ".join(words[:-cut])] * (cut < len(last.split()))
