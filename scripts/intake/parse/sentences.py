"""Telling names from sentences, and joining what is broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...core.normalize import CHINESE, clean, is_chinese, key
from ..readers._line import SOFT_HYPHEN
from .parentheticals import AND

ENDED = re.compile(rf"(?:[;；]|[;；,，]\s*(?:{AND}))\s*$", re.IGNORECASE)
STOPPED = re.compile(r"[.。]\s*$")
OPENS = re.compile(r"[:：]\s*$")
SENTENCE = re.compile(r"[a-z0-9)’'\"]{2}[.!?]\s+[A-Z(]|[。！？].")
HYPHEN = re.compile(r"\w-")
# Anything longer is a sentence, not a name.
MAX_NAME_WORDS, MAX_NAME_CHARS = 30, 220
SENTENCE_WORDS, SENTENCE_CHARS = 8, 30
# A title has only such words: Non-UN organizations, List of bodies, 聯合國組織, Annex II.
MANY_WORDS = """
    organizations bodies agencies entities institutions treaties conventions agreements funds
    programs commissions committees forums offices groups others
"""
BESIDE_WORDS = """
    the a of and other non un united nations international intergovernmental list system
"""
OF_MANY = frozenset(MANY_WORDS.split())
BESIDE = frozenset(BESIDE_WORDS.split())
CHINESE_TITLE = re.compile(
    "(?:非|其他|联合国|国际|政府间|系统|的|及|和|下列|以下)*"
    "(?:组织|机构|实体|名单|清单|列表|一览|一览表|条约|公约)+"
)
PART = re.compile(r"(?:part|annex|appendix|chapter|section|schedule|title) \w{1,6}|附[件录]\w{0,3}")


def join(texts: Iterable[str]) -> str:
    """Lines as one, with a space between them, except within Chinese text and within a broken
    word."""
    joined = ""
    for text in texts:
        if joined.endswith(SOFT_HYPHEN):
            joined = joined[:-1] + text
            continue
        tight = joined and text and CHINESE.match(joined[-1]) and CHINESE.match(text[0])
        tight = tight or HYPHEN.fullmatch(joined[-2:])
        joined += text if tight or not joined else f" {text}"
    return clean(joined)


def is_title(text: str) -> bool:
    """Whether a text is only about bodies in general, or numbers a part of a document."""
    said = key(text) if len(text) <= MAX_NAME_CHARS else ""
    words = {*said.split()}
    return (
        bool(words & OF_MANY and words <= OF_MANY | BESIDE)
        or CHINESE_TITLE.fullmatch(said) is not None
        or PART.fullmatch(said) is not None
    )


def is_sentence(text: str) -> bool:
    """Whether a text that names no known body reads like a sentence and not like a name."""
    text = clean(text)
    if len(text) > MAX_NAME_CHARS or len(text.split()) > MAX_NAME_WORDS or SENTENCE.search(text):
        return True
    if text[:1].isascii() and text[:1].islower():
        return True
    long = len(text) > SENTENCE_CHARS if is_chinese(text) else len(text.split()) > SENTENCE_WORDS
    return bool(STOPPED.search(text)) and long
