"""Kinds of characters, and when two texts are the same name (docs/add-a-printing.md).

Three forms, each coarser than the one before: `clean` is how a name is printed in our files,
`key` decides exact matches, `skeleton` leaves out the small words that printings differ in.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Zero-width and other characters without a glyph: texts that look the same can differ in them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064"
    "\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# Chinese characters, for the brackets of a regular expression.
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

CHINESE = re.compile(f"[{CJK}]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
INITIALS = re.compile(r"\b(?:[a-z]\.\s?){2,}(?![a-z])|\b(?:[a-z]\.){2,}")
AROUND_CHINESE = re.compile(f"(?<=[{CJK}]) | (?=[{CJK}])")
WORD = re.compile("[a-z]+")
UNITED_NATIONS = "un"
SPELLINGS = {
    "center": ("centre", "centres", "centers"),
    "program": ("programme", "programmes", "programs"),
    "combating": ("combatting",),
    "adviser": ("advisor",),
    "defense": ("defence",),
    "labor": ("labour",),
    "color": ("colour",),
    "behavior": ("behaviour",),
    "neighborhood": ("neighbourhood",),
    "fulfillment": ("fulfilment",),
    "traveling": ("travelling",),
    "license": ("licence",),
}
SPELLED = {other: word for word, others in SPELLINGS.items() for other in others}
# Words that differ between Taiwan and the mainland (網路, 网络) become one, too.
SIMPLIFIED = ("tw2sp", "hk2s", "t2s")
SMALL_WORDS = """
    a an and at by de des di du et for from in into la las le les los of on or the to with y
"""
SMALL = frozenset(SMALL_WORDS.split())
SMALL_CHINESE = re.compile("以及|[和与及暨之的]")
UN_CHINESE = "联合国"


def clean(text: str) -> str:
    """The text as our files print it: NFC, ordinary spaces, one at a time, nothing invisible."""
    text = INVISIBLE.sub("", BIDI.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(SPACES.sub(" ", text).split())


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The form in which two spellings of exactly the same name are equal.

    NFKC, lower case, no accents; initials joined (U.N. is un, and so is United Nations); `&` is
    and; British spelling as American; Chinese in simplified characters; no punctuation; no
    leading article.
    """
    text = _folded(text)
    text = INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    words = [_spelled(word) for word in _parted(text)]
    text = re.sub(r"\bunited nations\b", UNITED_NATIONS, " ".join(words))
    return AROUND_CHINESE.sub("", text.removeprefix("the "))


def typed(text: str) -> str:
    """The form in which the beginning of a name is compared while somebody types it: as `key`, but
    without British and American spelling, since the last word may be incomplete."""
    return " ".join(_parted(_folded(text)))


def _folded(text: str) -> str:
    """The text in NFKC, lower case, without accents, Chinese in simplified characters."""
    text = unicodedata.normalize("NFKC", clean(text)).casefold()
    if not text.isascii():
        parted = unicodedata.normalize("NFD", text)
        text = "".join(c for c in parted if not unicodedata.combining(c))
        text = unicodedata.normalize("NFKC", text)
    if CHINESE.search(text):
        for name in SIMPLIFIED:
            text = converted(text, name)
    return text


def _parted(text: str) -> list[str]:
    """The words of a folded text, without punctuation."""
    text = re.sub("['’ʼ`]", "", text.replace("&", " and "))
    return "".join(c if c.isalnum() else " " for c in text).split()


def skeleton(key: str) -> str:
    """The key without its small words: of, and, for; 和, 及, 的."""
    if CHINESE.search(key):
        return SMALL_CHINESE.sub("", key)
    return " ".join(words(key))


def words(key: str) -> tuple[str, ...]:
    """The words of a key that are not small words."""
    return tuple(word for word in key.split() if word not in SMALL)


def without_un(key: str) -> str:
    """The key without United Nations in front; empty where it does not begin with it."""
    for prefix in (UNITED_NATIONS + " ", UN_CHINESE):
        if key.startswith(prefix):
            return key.removeprefix(prefix)
    return ""


def is_chinese(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return CHINESE.search(text) is not None


def chinese_script(texts: list[str]) -> str:
    """`Hans` or `Hant`: the script in which most of the texts are written; in doubt `Hant`."""
    text = "".join(texts)
    traditional = sum(a != b for a, b in zip(text, converted(text, "t2s"), strict=False))
    simplified = sum(a != b for a, b in zip(text, converted(text, "s2t"), strict=False))
    return "Hans" if simplified > traditional else "Hant"


def spellings(text: str) -> set[str]:
    """The British or American spellings of those words of the text that have another one."""
    found: set[str] = set()
    for word in {*WORD.findall(text.casefold())}:
        found |= {_spelled(word), *SPELLINGS.get(word, ())} - {word}
        if british := re.fullmatch("(.+i)z(ations?)", word):
            found.add("s".join(british.groups()))
    return found


def converted(text: str, name: str) -> str:
    """The text as OpenCC converts it, by the name of the conversion: t2s, s2hk."""
    return str(_converter(name).convert(text))


def _spelled(word: str) -> str:
    word = re.sub("isation(s?)$", r"ization\1", word)
    return SPELLED.get(word, word)


@lru_cache(maxsize=64)
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
