"""How similar a text is to a name, word by word and by the edit distance of words, for scripts with
spaces between words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from ...core.normalize import SMALL, SPELLINGS, UNITED_NATIONS
from .score import Likeness

# A word may have one wrong letter from the first length on, two from the second.
ONE_WRONG, TWO_WRONG = 4, 9
# In a name that short, a word must have this many letters for a misprint to be assumed.
SHORT_NAME, LONG_WORD = 10, 5
# Letter by letter, without spaces: one wrong letter, and one more for each this many letters; for
# fewer if words are run together or split, since then no single word is wrong.
LETTERS_A_FAULT, LETTERS_TORN = 40, 20
# A text with words missing is the name only if this many are left, and at most that share is
# missing: for a single word, for two, for figures and the like.
WORDS_LEFT = 4
ONE_MISSING, TWO_MISSING, LITTLE_MISSING = 0.3, 0.25, 0.15
# At most that share may be cut off at the end; more if this many words are left, or if a word
# itself is cut, since nobody has such a name.
CUT_SHORT, CUT, WORDS_CUT, LETTERS_CUT = 0.2, 0.35, 2, 3
# This share of the letters must be right in the text.
FAULTLESS = 0.5


def by_words(text: str, name: str, vocabulary: Collection[str]) -> Likeness:
    """How similar the key `text` is to the key `name`: as words in any order, as its beginning, or
    letter by letter."""
    other = tuple(name.split())
    own = _corrected(_united(text), other, vocabulary)
    as_words = _words(_content(own), _content(other), vocabulary)
    if as_words.sure:
        return as_words
    return _cut(own, other) or _letters(own, other, vocabulary) or as_words


@lru_cache(maxsize=1024)
def _united(text: str) -> tuple[str, ...]:
    """The words, with "United Nations" as one word, even misprinted, shortened or split."""
    parts = text.split()
    united = next((word for word in parts if OSA.distance(word, "united") <= 1), None)
    nations = next((word for word in parts if _nations(word)), None)
    if united and nations:
        first = min(parts.index(united), parts.index(nations))
        parts = [word for word in parts if word not in (united, nations)]
        parts.insert(first, UNITED_NATIONS)
    elif parts[0] == "nations":
        parts[0] = UNITED_NATIONS
    else:
        for number in (2, 1):
            letters = "".join(parts[:number])
            if len(letters) <= 3 and set(letters) == {*UNITED_NATIONS}:
                parts[:number] = [UNITED_NATIONS]
                break
    return tuple(parts)


def _corrected(
    text: Sequence[str], name: Sequence[str], vocabulary: Collection[str]
) -> tuple[str, ...]:
    """The words, with misprints of the small words of the name (nd, fqr) corrected."""
    small = [word for word in name if word in SMALL and word not in text]
    corrected = []
    for word in text:
        is_word = word in SMALL or (word in vocabulary and len(word) > 1)
        if len(word) < LONG_WORD and not is_word:
            word = next((other for other in small if OSA.distance(word, other) <= 1), word)
        corrected.append(word)
    return tuple(corrected)


def _nations(word: str) -> bool:
    return (len(word) >= 3 and "nations".startswith(word)) or OSA.distance(word, "nations") <= 1


def _content(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in SMALL]


def _words(text: Sequence[str], name: Sequence[str], vocabulary: Collection[str]) -> Likeness:
    """By words in any order: each word of the text is in the name, whole, with a wrong letter, or
    shortened."""
    left, rest = list(name), []
    for word in text:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    length = sum(map(len, name))
    same = length - sum(map(len, left))
    extra = wrong = shortened = misprints = 0
    believed = True
    for word in rest:
        # A word of the vocabulary is never a misprint.
        others = () if word in vocabulary else left
        found = [(*fault, other) for other in others if (fault := _fault(word, other))]
        if not found:
            extra += len(word)
            continue
        distance, short, other = min(found)
        left.remove(other)
        same += len(word) if short else len(other) - distance
        shortened += len(other) - len(word) if short else 0
        wrong += 0 if short else distance
        misprints += not short
        believed = believed and (short or len(other) >= LONG_WORD)
    missing = sum(map(len, left)) / max(length, 1)
    equal = 2 * same + shortened
    score = 100 * equal / max(equal + shortened + 2 * wrong + extra + missing * length, 1)
    sure = (
        not extra
        and _is_enough(len(name) - len(left), len(left), missing)
        and same >= FAULTLESS * length
        and misprints <= (len(name) + 1) // 2
        and (length >= SHORT_NAME or (believed and wrong <= 1))
    )
    return Likeness(score, fits=not extra, sure=sure, missing=missing)


def _is_enough(found: int, left: int, missing: float) -> bool:
    """Whether enough words were found, given how many, and which share, are missing."""
    return not left or (
        found >= WORDS_LEFT
        and (
            missing <= LITTLE_MISSING
            or (left == 1 and missing <= ONE_MISSING)
            or (left == 2 and found > WORDS_LEFT and missing <= TWO_MISSING)
        )
    )


def _cut(text: Sequence[str], name: Sequence[str]) -> Likeness | None:
    """For a text that is the beginning of the name; None where it is not."""
    own, other = " ".join(text), " ".join(name)
    if not other.startswith(own):
        return None
    missing = 1 - len(own) / len(other)
    left = len(_content(text))
    within = text[-1] != name[len(text) - 1] and len(text[-1]) >= LETTERS_CUT
    enough = left >= WORDS_LEFT or (within and left > WORDS_CUT)
    limit = CUT if enough else CUT_SHORT
    return Likeness(100 * (1 - missing), fits=True, sure=missing <= limit, missing=missing)


def _fault(word: str, other: str) -> tuple[int, bool] | None:
    """(letters wrong, whether it is shortened) where `word` can be the other one, else None."""
    if word[0] == other[0] and 3 <= len(word) < len(other):
        if other.startswith(word):
            return 0, True
        if len(word) <= 5 and word[-1] == other[-1] and _within(word, other):
            return 1, True
    limit = 0 if len(other) < ONE_WRONG else 1 if len(other) < TWO_WRONG else 2
    distance = min(
        OSA.distance(word, spelling, score_cutoff=limit)
        for spelling in (other, *SPELLINGS.get(other, ()))
    )
    return (distance, False) if 0 < distance <= limit else None


def _within(word: str, other: str) -> bool:
    """Whether the letters of the word are in the other one, in order."""
    letters = iter(other)
    return all(letter in letters for letter in word)


def _letters(
    text: Sequence[str], name: Sequence[str], vocabulary: Collection[str]
) -> Likeness | None:
    """Letter by letter, for words run together or split; None where that is not similar."""
    own, other = "".join(text), "".join(name)
    if len(other) < SHORT_NAME:
        return None
    limit = 1 + len(other) // (LETTERS_A_FAULT if len(text) == len(name) else LETTERS_TORN)
    distance = OSA.distance(own, other, score_cutoff=limit)
    if distance > limit:
        return None
    strange = list((Counter(text) - Counter(name)).elements())
    short = {word for word in name if len(word) < ONE_WRONG and word not in SMALL}
    if own.startswith(name[0]):
        short -= {name[0]}
    if any(word in vocabulary for word in _content(strange)) or not short <= set(text):
        return None
    return Likeness(100 * (1 - distance / len(other)), fits=True, sure=True, missing=0)
