"""A text in several languages, by its parts: a name in Latin letters in a Chinese sentence, a title
that is quoted in its own language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...core.normalize import CHINESE
from .language import WRITTEN_IN_HAN, Language

Run = tuple[str, str]
"""A part of a text and the tag of its language, empty for that of the page."""

QUOTED = re.compile(r"(?<=[“〈]).+(?=[”〉])")
# From a letter to the next Chinese character or mark, with a word that is not an abbreviation.
LATIN = re.compile(
    r"[^\W\d_\u3400-\u9fff\uf900-\ufaff][^\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”]*"
    r"(?<![\s(,.:;/])"
)
WORD = re.compile(r"[^\W\d_][a-zà-ɏа-я]")


def runs(text: str, quoted: str, own: Language, spoken: Sequence[Language]) -> tuple[Run, ...]:
    """The parts of a text on a page in the language `own`, `quoted` the tag of what it quotes; none
    where the text is in one language."""
    title = QUOTED.search(text) if quoted else None
    if title is None:
        found = tuple(_plain(text, own, spoken)) if CHINESE.search(text) else ()
    else:
        before, after = text[: title.start()], text[title.end() :]
        tag = "" if quoted in (own.tag, own.name, own.glyphs) else quoted
        found = (*_plain(before, own, spoken), (title[0], tag), *_plain(after, own, spoken))
    return found if any(tag for _, tag in found) and len(found) > 1 else ()


def _plain(text: str, own: Language, spoken: Sequence[Language]) -> Iterator[Run]:
    """The parts of what is not quoted: words in Latin letters stand out among Chinese ones."""
    at = 0
    if own.name in WRITTEN_IN_HAN:
        other = next((item.tag for item in spoken if item.name not in WRITTEN_IN_HAN), "")
        for found in LATIN.finditer(text) if other else ():
            if WORD.search(found[0]):
                if found.start() > at:
                    yield text[at : found.start()], ""
                yield found[0], other
                at = found.end()
    if text[at:]:
        yield text[at:], ""
