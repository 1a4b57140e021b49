"""The text that matters as passages, each a paragraph or an entry, in a form without what a reader
does not see as a change: order, spaces, quotes, dashes, Unicode forms, time zones."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from .timestamps import in_utc

SAME = str.maketrans({**dict.fromkeys("‘’‚‛′`", "'"), **dict.fromkeys("“”„‟″«»", '"')})
DASHES = re.compile(r"[‐‑‒–—―−]")
BULLET = re.compile(r"^(?:[-*•·▪◦‣]\s+)+")


def normal(text: str) -> str:
    """The passage as it is compared; "" where nothing in it is visible."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = " ".join(DASHES.sub("-", text.translate(SAME)).split())
    return in_utc(BULLET.sub("", text))


def relevant(texts: Iterable[str], looks_for: re.Pattern[str]) -> tuple[str, ...]:
    """The passages that match, as they are compared, each once, in the order of the page."""
    found = (normal(text) for text in texts)
    return tuple(dict.fromkeys(text for text in found if text and looks_for.search(text)))


def sentinel(passages: Iterable[str]) -> str:
    """The hash of the passages in any order (the SHA-256 of the sorted passages, one a line)."""
    return hashlib.sha256("".join(f"{text}\n" for text in sorted(passages)).encode()).hexdigest()


def digest(passage: str) -> str:
    """A short name for one passage, by which a stream remembers it."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]
