"""How similar a text is to a name by the edit distance of characters, since Chinese has no spaces
between words."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz.distance import OSA, Levenshtein

from .score import Likeness

# A name may have one wrong character from the first length on, two from the second; and, from the
# third, one exchanged or doubled.
ONE_CHARACTER, TWO_CHARACTERS, ONE_MOVED = 8, 14, 5
# If the end is cut off, this many characters must be left, one fewer if only one is missing, and at
# most that share may be missing.
CHARACTERS_LEFT, CHINESE_CUT = 6, 0.3


def by_characters(text: str, name: str, vocabulary: Collection[str]) -> Likeness:
    """How similar the key `text` is to the key `name`, character by character."""
    distance = OSA.distance(text, name)
    score = 100 * (1 - distance / max(len(text), len(name)))
    missing = max(0.0, 1 - len(text) / len(name))
    if name.startswith(text):
        left = CHARACTERS_LEFT - (distance == 1)
        sure = len(text) >= left and missing <= CHINESE_CUT
        return Likeness(score, fits=True, sure=sure, missing=missing)
    if distance == 1 and (sorted(text) == sorted(name) or _doubled(text, name)):
        return Likeness(score, fits=True, sure=len(name) >= ONE_MOVED, missing=0)
    # 非洲 and 歐洲 differ by one character too: a character that other names use is not a misprint.
    allowed = (len(name) >= ONE_CHARACTER) + (len(name) >= TWO_CHARACTERS)
    fits = distance <= 2 and not _strange(text, name, vocabulary)
    return Likeness(score, fits=fits, sure=fits and distance <= allowed, missing=missing)


def _doubled(text: str, name: str) -> bool:
    """Whether one character of the name appears twice, side by side."""
    return any(name[:place] + name[place - 1 :] == text for place in range(1, len(name) + 1))


def _strange(text: str, name: str, vocabulary: Collection[str]) -> bool:
    """Whether the text has a character that names use in a place where the name has another;
    doubled characters and exchanged neighbours do not count."""
    for edit in Levenshtein.editops(name, text):
        if edit.tag == "delete":
            continue
        new, around = text[edit.dest_pos], text[max(edit.dest_pos - 1, 0) : edit.dest_pos + 2]
        doubled = edit.tag == "insert" and around.count(new) > 1
        exchanged = sorted(around) == sorted(name[max(edit.src_pos - 1, 0) : edit.src_pos + 2])
        if new in vocabulary and not doubled and not exchanged:
            return True
    return False
