"""The numbers and bullets in front of items, such as `1.`, `1、`, `(xxxii)`, `a)`, `①`, `-`."""

from __future__ import annotations

import re
from typing import NamedTuple

ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
CHINESE_DIGITS = "〇一二三四五六七八九"
WORD = r"[0-9０-９]{1,3}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[A-Za-z]|[一二三四五六七八九十百〇]{1,5}"
MARKER = re.compile(
    rf"""(?:
      [(（\[]\s*(?P<inside>{WORD})\s*[)）\]]\s*[.:、．]?
    | (?P<closed>{WORD})\s*[)）]
    | (?P<chinese>[0-9０-９]{{1,3}}|[一二三四五六七八九十百〇]{{1,5}})\s*[、．]
    | (?P<stopped>[0-9]{{1,3}})\.(?!\d)
    | (?P<lettered>[ivxlcdm]{{1,9}}|[IVXLCDM]{{1,9}}|[A-Za-z])\.(?=\s+(?![A-Z]\.))
    | (?P<circled>[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf])
    | (?P<tabbed>[0-9]{{1,3}})(?=\t|\s{{2,}})
    | (?P<bullet>[•·‣◦●○■□▪▫◆◇※►▶–—*+-])(?=\s)|(?P<tight>[•‣◦●○■□▪▫◆◇※►▶])
    )\s*""",
    re.VERBOSE,
)
SECTION = re.compile(r"\b(?:sec|section|art|article)\b\.?\s*(\d{1,3})\b", re.IGNORECASE)
LETTERED = re.compile(r"\(([a-z])\)")


class Marker(NamedTuple):
    """The number as printed (empty for a bullet), how it is written, its value, and the rest of
    the line. Where letters may be a roman number, `value` is that; -1 where there is none."""

    number: str
    style: str
    value: int
    rest: str


def marker(text: str) -> Marker | None:
    """The number or bullet in front of the text, or None."""
    found = MARKER.match(text)
    if found is None or found.lastgroup is None:
        return None
    kind, word = found.lastgroup, found[found.lastgroup]
    rest = text[found.end() :].strip()
    if kind in ("bullet", "tight"):
        return Marker("", f"bullet {word}", -1, rest)
    written, value = _value(word)
    number = f"({word})" if kind == "inside" else word
    return Marker(number, f"{kind} {written}", value, rest)


def below(path: list[str], heading: str) -> list[str]:
    """The numbers above an item once this heading stands: Sec. 2, then (a), so that the item (i)
    has the number 2(a)(i). A section starts again, a letter takes the place of the one before."""
    section, letter = SECTION.search(heading), LETTERED.findall(heading)
    if section:
        path = [section[1]]
    if letter:
        path = [part for part in path if not part.startswith("(")] + [f"({letter[-1]})"]
    return path


def inline(text: str) -> list[tuple[str, str]]:
    """(number, text) for each item of a text that numbers its items within, in order; empty where
    it numbers fewer than two."""
    found = list(
        re.finditer(
            r"(?:(?<=\s)|(?<=[;；,，:：、])|^)[(（]?(\d{1,3}|[ivxl]{1,7}|[a-z])[)）.、](?=\s*\S)",
            text,
        )
    )
    run: list[re.Match[str]] = []
    for match in found:
        if run:
            before, word = run[-1][1], match[1]
            letters = len(before) == len(word) == 1 and ord(word) == ord(before) + 1
            follows = letters or _value(word)[1] == _value(before)[1] + 1
        else:
            follows = match[1] == "a" or _value(match[1])[1] == 1
        if follows:
            run.append(match)
    if len(run) < 2:
        return []
    ends = [*(match.start() for match in run[1:]), len(text)]
    return [
        (number_of(match[0]), text[match.end() : end].strip())
        for match, end in zip(run, ends, strict=True)
    ]


def number_of(printed: str) -> str:
    """The number without what closes it: `1.` and `1)` are 1, `(i)` stays."""
    return printed if printed[0] in "(（" else printed.rstrip(").）、")


def _value(word: str) -> tuple[str, int]:
    """(how it is written, the value) of a number."""
    if word.isdecimal():
        return "arabic", int(word)
    if word[0] in CHINESE_DIGITS + "十百":
        tens, ten, units = word.rpartition("十")
        if not ten:
            return "chinese", CHINESE_DIGITS.find(word)
        return "chinese", (CHINESE_DIGITS.find(tens) if tens else 1) * 10 + (
            CHINESE_DIGITS.find(units) if units else 0
        )
    if not word.isascii():
        return "circled", ord(word)
    case = "lower" if word.islower() else "upper"
    if ROMAN.fullmatch(word.lower()):
        values = [ROMAN_VALUES[letter] for letter in word.lower()]
        following = [*values[1:], 0]
        total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
        return f"{case} letters", total
    return f"{case} letters", -1
