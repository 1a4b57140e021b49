"""The numbers and bullets in front of items, such as `1.`, `1、`, `(xxxii)`, `a)`, `①`, `-`."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...core.normalize import CHINESE

ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
CHINESE_DIGITS = "〇一二三四五六七八九"
COUNTED = r"\d{1,3}|[一二三四五六七八九十百〇]{1,5}"
LETTERS = rf"[ivxlcdm]{{1,9}}|[IVXLCDM]{{1,9}}|[\u2160-\u217f]{{1,4}}|(?!{CHINESE.pattern})[^\W\d_]"
WORD = rf"{COUNTED}|{LETTERS}"
CIRCLED = "\u2460-\u249b\u24eb-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289"
BULLETS = "•·‣◦∙⁃・●○■□▪▫◆◇※►▶→⇒➔➤➢✓✔✗☐☑☒★☆✦❖"
MARKER = re.compile(
    rf"""(?:
      [(（\[【〔]\s*(?P<inside>{WORD})\s*[)）\]】〕]\s*[.:、．]?
    | (?P<closed>{WORD})\s?[)）]
    | (?P<chinese>{COUNTED})\s*[、．]
    | 第(?P<ordinal>{COUNTED})[項项條条款]?[，、,:：.．]
    | (?P<stopped>\d{{1,3}}(?:\.\d{{1,3}})*)\.(?!\d)
    | (?P<parted>\d{{1,3}}(?:\.\d{{1,3}})+)(?=\s)
    | (?P<colon>\d{{1,3}})\s?[:：](?!\d)
    | (?P<dashed>\d{{1,3}})\s*[-–—]\s
    | (?P<degree>\d{{1,3}})\s?[°º]\.?
    | (?:\#|№|N[oOr°º]\.?)\s?(?P<sign>\d{{1,3}})[.:)]?(?=\s)
    | (?P<lettered>{LETTERS})[.．、]
      (?=\s+(?![A-Z]\.)|$)
    | (?P<circled>[{CIRCLED}])
    | (?P<tabbed>\d{{1,3}})(?=\t|\s{{2,}})
    | (?P<bullet>[{BULLETS}–—*+>-])(?=\s|$)
    | (?P<tight>[{BULLETS}\ue000-\uf8ff])
    | (?P<keycap>\d)\u20e3
    | (?P<spaced>\d{{1,3}})(?=\s\S|$)
    | (?P<dash>[-–—―])(?=\w|[「《“"])
    | (?P<small_o>o)(?=\s+[^a-z\s])
    )\s*""",
    re.VERBOSE,
)
BULLET = ("bullet", "tight", "dash", "small_o")
# These come before other things too, so a single one is not a marker.
WEAK = ("spaced", "dash", "small_o")
BOX = re.compile(r"\[[ xX]\]\s+")
SECTION = re.compile(r"\b(?:sec|section|art|article)\b\.?\s*(\d{1,3})\b", re.IGNORECASE)
# The number of a section may be on the next line.
SECTION_CUT = re.compile(r"\b(?:sec|section|art|article)\b\.?$", re.IGNORECASE)
LETTERED = re.compile(r"\(([a-z])\)")
INLINE = re.compile(
    rf"""(?:(?<=[\s;；,，:：、])|^|(?<={CHINESE.pattern})(?=[(（]?\d))
    (?P<opens>[(（]?)(?P<word>\d{{1,3}}|[ivxl]{{1,7}}|[IVXL]{{1,7}}|[A-Za-z])
    (?P<closes>[)）、．]|\.(?=\s))(?=\s*\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Marker:
    """The number as printed (empty for a bullet), how it is written, its value (letters that may be
    a roman number count as one; -1 without a value), and the rest of the line."""

    number: str
    style: str
    value: int
    rest: str


def marker(text: str) -> Marker | None:
    """The number or bullet in front of the text, or None."""
    found = MARKER.match(text)
    if found and found.lastgroup not in WEAK:
        return _marker(found, text)
    symbol = text[:1] and unicodedata.category(text[0]) == "So"
    return Marker("", f"bullet {text[0]}", -1, text[1:].strip()) if symbol else None


def among(texts: Sequence[str]) -> list[Marker | None]:
    """The marker of each line. A sign that may also belong to a name (`1 Name`, `-Name`, `o Name`)
    is a marker only if the lines count on, or several begin so."""
    weak: dict[int, Marker] = {}
    for place, text in enumerate(texts):
        found = MARKER.match(text)
        if found and found.lastgroup in WEAK:
            weak[place] = _marker(found, text)
    styles = Counter(mark.style for mark in weak.values())
    numbered = [(place, mark.value) for place, mark in weak.items() if mark.number]
    counting = {
        place
        for (one, value), (other, following) in itertools.pairwise(numbered)
        if following == value + 1
        for place in (one, other)
    }
    trusted = counting | {
        place for place, m in weak.items() if not m.number and styles[m.style] > 1
    }
    return [weak[place] if place in trusted else marker(text) for place, text in enumerate(texts)]


def below(path: list[str], heading: str) -> list[str]:
    """The numbers above an item after this heading: Sec. 2, then (a), so that the item (i) has the
    number 2(a)(i). A section starts again; a letter replaces the one before."""
    section, letter = SECTION.search(heading), LETTERED.findall(heading)
    if section:
        path = [section[1]]
    if letter:
        path = [part for part in path if not part.startswith("(")] + [f"({letter[-1]})"]
    return path


def inline(text: str) -> list[tuple[str, str]]:
    """(number, text) for each item of a text that numbers its items within, in order; empty where
    it numbers fewer than two."""
    run: list[re.Match[str]] = []
    for match in INLINE.finditer(text):
        if run:
            same = all(match[part] == run[0][part] for part in ("opens", "closes"))
            follows = same and _follows(run[-1]["word"], match["word"])
        else:
            follows = match.start() == 0 or match["word"] in "aA" or _value(match["word"])[1] == 1
        if follows:
            run.append(match)
    if len(run) < 2:
        return []
    ends = [*(match.start() for match in run[1:]), len(text)]
    return [
        (f"({match['word']})" if match["opens"] else match["word"], text[match.end() : end].strip())
        for match, end in zip(run, ends, strict=True)
    ]


def _marker(found: re.Match[str], text: str) -> Marker:
    kind = found.lastgroup or ""
    word, rest = found[kind], text[found.end() :].strip()
    if kind in BULLET:
        rest = BOX.sub("", rest, count=1)
        inner = marker(rest)
        return inner if inner and inner.rest else Marker("", f"bullet {word}", -1, rest)
    written, value = _value(word)
    number = f"({word})" if found[0][0] in "(（" else word
    return Marker(number, f"{kind} {written}", value, rest)


def _follows(before: str, word: str) -> bool:
    letters = len(before) == len(word) == 1 and ord(word) == ord(before) + 1
    return letters or _value(word)[1] == _value(before)[1] + 1


def _value(word: str) -> tuple[str, int]:
    """(how it is written, the value) of a number."""
    plain = unicodedata.normalize("NFKC", word).rpartition(".")[2]
    if plain.isdecimal():
        return "arabic", int(plain)
    if word[0] in CHINESE_DIGITS + "十百":
        tens, ten, units = word.rpartition("十")
        if not ten:
            return "chinese", CHINESE_DIGITS.find(word)
        return "chinese", (CHINESE_DIGITS.find(tens) if tens else 1) * 10 + (
            CHINESE_DIGITS.find(units) if units else 0
        )
    if not plain.isascii() or not plain.isalpha():
        return "circled", ord(word)
    case = "lower" if plain.islower() else "upper"
    if ROMAN.fullmatch(plain.lower()):
        values = [ROMAN_VALUES[letter] for letter in plain.lower()]
        following = [*values[1:], 0]
        total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
        return f"{case} letters", total
    return f"{case} letters", -1
