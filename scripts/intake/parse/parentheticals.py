"""What is in parentheses after a name: the name in another language, its acronym, a short
name, or a note. It is kept apart from the name, and each part from the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...core.normalize import CHINESE, LATIN, clean, is_chinese

GROUP = re.compile(
    r"\s*[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]|\s*[\[【〔]([^\[\]【】〔〕]*)[\]】〕](?=[^\w]*$)"
)
# A pointer to a note, or to a page.
POINTER = re.compile(r"(?<=\S)\s*(?:[*†‡§¶]+|[\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089]+)$")
LEADER = re.compile(r"\s*(?:\.{3,}|…+|(?:\s\.){3,}|·{3,})\s*\d*$")
ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9][A-Za-z0-9&/.-]{1,14}")
TERMINATOR = re.compile(r"[\s;；,，、。:：]+$|(?<![.\s][A-Za-z])(?<!^[A-Za-z])\.+\s*$")
AND = "and/or|and|or|et|ou|y|o|e|und|oder|и|или|以及|和|及|與|与|或"
CONJUNCTION = re.compile(rf"[;；,，]\s*(?:{AND})$|\s+(?:and|or)$", re.IGNORECASE)
LEADING = re.compile(r"^(?:[;；,，、.\s]+(?:(?i:and/or|and|or)\s+|以及|和(?=\s))?|(?:and|or)\s+)")
PARTED = re.compile(r"\s*[，；;]\s*")
BEFORE_ACRONYM = re.compile(r",\s*(?=[A-Za-z0-9&/.-]{2,15}$)")
ALSO = re.compile(
    r"^(?:即|又稱|又称|簡稱|简称|aka|also)\s*[「“\"『]?(.+?)[」”\"』]?$", re.IGNORECASE
)
# A longer line is not a name with something after it.
MAX_TEXT_CHARS = 1000
QUOTES = ("“”", '""', "‘’", "''", "『』", "「」", "《》", "«»", "„“", "[]")
TWO_LANGUAGES = re.compile(
    rf"(?P<one>.*[{CHINESE.pattern[1:-1]}][^A-Za-z]*?)[\s/／|,:：-]+(?P<two>[A-Za-z0-9].*[A-Za-z].*)"
)
TWO_REVERSED = re.compile(
    rf"(?P<one>[^{CHINESE.pattern[1:-1]}]*[A-Za-z]{{2}}[^{CHINESE.pattern[1:-1]}]*?)"
    rf"[\s/／|,:：-]+(?P<two>\W?[{CHINESE.pattern[1:-1]}].*)"
)


@dataclass(frozen=True)
class Named:
    """A printed line, split into parts: its `text` without what is in parentheses, that as `note`,
    the `names` in it (the first is that of the text), an acronym, short names, and whether there
    is an editorial note."""

    text: str
    note: str
    names: tuple[str, ...]
    acronym: str
    short: tuple[str, ...]
    is_noted: bool


def bare(text: str) -> str:
    """The text without the signs that end an item of a list, and without quotes around all of
    it."""
    if len(text) > MAX_TEXT_CHARS:
        return clean(text)
    text = LEADER.sub("", LEADING.sub("", CONJUNCTION.sub("", clean(text))))
    before = None
    while before != text:
        before = text
        text = TERMINATOR.sub("", CONJUNCTION.sub("", text)).strip()
        for opening, closing in map(tuple, QUOTES):
            inner = text[1:-1]
            if text[:1] == opening and text[-1:] == closing and inner.count(closing) == 0:
                text = inner.strip() if opening not in inner else text
    return text


def _pointed(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text, the signs after it that point to a note)."""
    signs: list[str] = []
    text = bare(text)
    while found := POINTER.search(text):
        signs.insert(0, found[0].strip())
        text = bare(text[: found.start()])
    return text, tuple(signs)


def named(printed: str) -> Named:
    """Take a printed line apart; one that is too long for a name stays whole."""
    if len(printed) > MAX_TEXT_CHARS:
        return Named(clean(printed), "", (clean(printed),), "", (), is_noted=False)
    line, signs = _pointed(printed)
    groups = list(GROUP.finditer(line))
    rest = GROUP.sub(" ", line)
    chinese = is_chinese(rest) if rest.strip() else is_chinese(line)
    # For a script that is neither Chinese nor Latin, such as Cyrillic: what is Latin is in another
    # language.
    other = not chinese and bool(rest.strip()) and not LATIN.search(rest)
    kept, apart, last = [], [], []
    place = 0
    for group in groups:
        inside = (group[1] or group[2] or "").strip()
        ends = not GROUP.sub("", line[group.end() :]).strip(" .;；。，,")
        foreign = bool((LATIN if chinese or other else CHINESE).search(inside))
        kept.append(line[place : group.start()])
        place = group.end()
        if ends or foreign:
            apart.append(inside)
            last += [inside] * (ends or (other and foreign))
        else:
            kept.append(group[0])
    text = bare("".join([*kept, line[place:]])) if groups else line
    if not text:
        return Named(line, "", (line,), "", (), is_noted=False)
    names, acronym, short, noted = _parts("；".join(last), chinese or other)
    return Named(
        text,
        "; ".join((*apart, *signs)),
        (*_languages(text), *names),
        acronym,
        short,
        noted or bool(signs),
    )


def _parts(aside: str, chinese: bool) -> tuple[tuple[str, ...], str, tuple[str, ...], bool]:
    """(names, acronym, short names, whether there is a note) from the parentheses after a name,
    which is Chinese or not. What follows a note belongs to the note."""
    names: list[str] = []
    short: list[str] = []
    acronym = ""
    for part in map(clean, (p for q in PARTED.split(aside) for p in BEFORE_ACRONYM.split(q))):
        other = ALSO.match(part)
        foreign = not is_chinese(part) if chinese else is_chinese(part)
        if not part:
            continue
        if other and is_chinese(other[1]) == chinese and len(other[1]) < 40:
            short.append(clean(other[1]))
        elif ACRONYM.fullmatch(part) and not acronym:
            acronym = part
        elif foreign and not names and len(part) < 250:
            names.append(part)
        else:
            return tuple(names), acronym, tuple(short), True
    return tuple(names), acronym, tuple(short), False


def _languages(text: str) -> tuple[str, ...]:
    """The name, or both names where one is in Chinese and one in another language."""
    if len(text) > MAX_TEXT_CHARS or not (LATIN.search(text) and CHINESE.search(text)):
        return (text,)
    for pattern in (TWO_LANGUAGES, TWO_REVERSED):
        found = pattern.fullmatch(text)
        if found and not ACRONYM.fullmatch(found["one"]) and " " in found["one"] + found["two"]:
            latin = found["two"] if is_chinese(found["one"]) else found["one"]
            if len(latin.split()) > 1 and not is_chinese(latin):
                return (found["one"].strip(), found["two"].strip())
    return (text,)
