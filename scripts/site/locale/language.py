"""The languages that a package speaks, with the fixed words of our pages in each, and which
language a text is in.

`languages` in the descriptor lists them by their BCP 47 tags, the first without a prefix in
addresses. The words of a language are in scripts/site/locale/<name>.yml, in which a list replaces
some by `shell` in its data/pages/words.yml; a word that a language lacks is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...core.normalize import CHINESE
from ...descriptor.locale import COMPLETE, catalogue
from ...descriptor.texts import Texts

LETTERS = re.compile(r"[^\W\d_]{2}")
# The languages that are written with Chinese characters, as far as a page must tell them.
WRITTEN_IN_HAN = ("zh", "ja", "yue")


@dataclass(frozen=True)
class Language:
    """One language of the site: `name` as in the columns title_en and title_zh, `tag` by BCP 47,
    `prefix` of its addresses, `label`, what it calls itself, `glyphs`, the tag by which a browser
    chooses the shapes of letters, and its fixed `words` by key."""

    name: str
    tag: str
    prefix: str
    label: str
    glyphs: str
    words: Texts = field(compare=False, repr=False)

    @property
    def is_first(self) -> bool:
        """Whether it is the one in which the descriptor is written."""
        return not self.prefix

    def say(self, key: str, **values: object) -> str:
        """A fixed word of our pages, with what is in its braces, of one thing as its own `_one` has
        it; an unknown key is a KeyError."""
        of_one = self.words.get(f"{key}_one") if values.get("count") == 1 else None
        return (of_one or self.words[key]).format(**values)


def languages(tags: Iterable[str], own: Mapping[str, Texts]) -> tuple[Language, ...]:
    """The languages of these BCP 47 tags, in order; `own` are the words that a list replaces."""
    found: list[Language] = []
    for tag in tags:
        name = tag.partition("-")[0].lower()
        given = catalogue(name)
        replaced = {key: texts[name] for key, texts in own.items() if name in texts}
        prefix = f"/{name}" if found else ""
        label = given.get("language", tag)
        # A region in the tag decides the glyphs; without one, the locale file may.
        glyphs = given.get("glyphs", tag)
        glyphs = glyphs if glyphs.startswith(tag) else tag
        words = _replaced(_replaced(catalogue(COMPLETE), given), replaced)
        found.append(Language(name, tag, prefix, label, glyphs, words))
    return tuple(found)


def _replaced(words: Texts, own: Texts) -> Texts:
    """The words with those of `own`, which are also those of one thing where it has none for it."""
    of_one = {f"{key}_one": text for key, text in own.items() if f"{key}_one" in words}
    return {**words, **of_one, **own}


def tag_of(text: str, spoken: Iterable[Language]) -> str:
    """The language of `spoken` that a text from the data is in, by its characters: empty for one
    without words, such as a date; "zh" for Chinese characters that none of them is written in."""
    is_han = CHINESE.search(text) is not None
    if not is_han and not LETTERS.search(text):
        return ""
    tags = [item.tag for item in spoken if (item.name in WRITTEN_IN_HAN) == is_han]
    return tags[0] if tags else ("zh" if is_han else "")
