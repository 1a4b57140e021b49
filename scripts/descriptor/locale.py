"""The fixed words of each language, a file for each: scripts/site/locale/<name>.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import yaml_text

LOCALES = Path(__file__).parent.parent / "site" / "locale"
# The language that has every word. A word that another language lacks is shown in this one.
COMPLETE = "en"


@lru_cache(maxsize=64)
def catalogue(name: str) -> Mapping[str, str]:
    """Every fixed word in the file of a language, by key; none where there is no such file."""
    file = LOCALES / f"{name}.yml"
    words: Any = yaml_text.parse(file.read_bytes(), file.name) if file.exists() else {}
    return {str(key): str(word) for key, word in words.items()}


def word(name: str, key: str) -> str:
    """One fixed word in a language; where it lacks the word, in the complete one."""
    return catalogue(name).get(key) or catalogue(COMPLETE)[key]
