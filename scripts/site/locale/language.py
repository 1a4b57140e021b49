"""The languages of our pages, the fixed words in each, and which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("words.yml")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LETTERS = re.compile(r"[^\W\d_]{2}")

Texts = Mapping[str, str]
"""One text in several languages, by the name of the language."""

Say = Callable[..., str]
"""Gives a fixed word by its key, with what stands in its braces."""


@dataclass(frozen=True)
class Language:
    """One language of the site: `name` as in the columns name_en and name_zh, `tag` by BCP 47,
    `prefix` of its addresses, `label`, what it calls itself, and `glyphs`, the tag by which a
    browser chooses the shapes of letters."""

    name: str
    tag: str
    prefix: str
    label: str
    glyphs: str


ENGLISH = Language("en", "en", "", "English", "en")
CHINESE = Language("zh", "zh-Hant", "/zh", "中文", "zh-Hant-HK")
LANGUAGES = (ENGLISH, CHINESE)


def other(language: Language) -> Language:
    """The language that a page in `language` links to."""
    return CHINESE if language is ENGLISH else ENGLISH


@cache
def catalogue() -> Mapping[str, Texts]:
    """Every fixed word of our pages, by key, in each language."""
    import yaml

    words: Mapping[str, Texts] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


def speaker(language: Language) -> Say:
    """What gives the fixed words of our pages in the language; an unknown key is a KeyError."""

    def say(key: str, **values: object) -> str:
        return catalogue()[key][language.name].format(**values)

    return say


def tag_of(text: str) -> str:
    """The language that a text from the data is in, by its characters; empty for one without
    words, such as a date."""
    if HAN.search(text):
        return CHINESE.tag
    return ENGLISH.tag if LETTERS.search(text) else ""
