"""Citations in the styles of the Citation Style Language, rendered by citeproc-py."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..descriptor.locale import word
from .formats import csl_json
from .model import Citation

# Copies of the two that are used; the package of all of them has eleven thousand files.
STYLES = Path(__file__).with_name("csl")
SEPARATORS = ", ，"
MONTHS = [f"{number}月" for number in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")]
MONTHS += ["十一月", "十二月"]
# Fields that are added after the line of a release, and fields that no style shows.
UNSHOWN = {"DOI", "URL", "note"}
# How many lines are cached: many records share a release and its sources.
CACHED_ENTRIES = 4000


def render(citation: Citation, style: str) -> str:
    """The citation in one of STYLES: each source and our release on a line of its own, after a word
    that says which it is."""
    lines = [f"{citation.word('cited_source')}{cited}" for cited in _sources(citation, style)]
    label = citation.word("cited_ours") if lines else ""
    return "".join(f"{line}\n" for line in (*lines, label + release_line(citation, style)))


def release_line(citation: Citation, style: str) -> str:
    """Our release on one line, with the part that is cited and the address."""
    return completed(release_entry(citation, style), citation)


def release_entry(citation: Citation, style: str) -> str:
    """Our release without the part that is cited, which styles would write in title case, and
    without the address, which comes after it."""
    # With title and version only, a release is the same item whatever part is cited.
    item = csl_json.release(citation) | {"id": citation.name, "title": citation.title}
    return entry({n: v for n, v in item.items() if n not in UNSHOWN}, style, citation.lang)


def completed(text: str, citation: Citation) -> str:
    """The release as `release_entry` gives it, with the part that is cited and the address."""
    part = citation.parts.strip(SEPARATORS)
    part = f"{part[:1].upper()}{part[1:]}{citation.word('cited_stop')}" if part else ""
    return " ".join(filter(None, (text, part, citation.address)))


def _sources(citation: Citation, style: str) -> Iterator[str]:
    for source in citation.sources:
        item = csl_json.source(source)
        if "author" not in item:
            # Without an author, styles use the title, and citeproc-py then prints it twice.
            item["author"] = [{"literal": item.pop("title")}]
        yield entry(item, style, citation.lang)


def entry(item: dict[str, Any], style: str, lang: str) -> str:
    """One item of CSL-JSON as a line of a bibliography."""
    return _entry(json.dumps(item, ensure_ascii=False, sort_keys=True), style, lang)


@lru_cache(maxsize=CACHED_ENTRIES)
def _entry(stated: str, style: str, lang: str) -> str:
    item = json.loads(stated)
    with warnings.catch_warnings():
        # It warns about variables that it does not know, such as `version` in old styles.
        warnings.simplefilter("ignore")
        import citeproc  # type: ignore[import-untyped]
        from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

        declared = citeproc.CitationStylesStyle(
            str(STYLES / f"{style}.csl"), locale=word(lang, "csl_locale"), validate=False
        )
        bibliography = citeproc.CitationStylesBibliography(
            declared, CiteProcJSON([item]), citeproc.formatter.plain
        )
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        (text,) = bibliography.bibliography()
    text = str(text).strip()
    return FINISHED.get(lang, str)(text)


def in_english(text: str) -> str:
    """The entry with APA's words for the kind of the work."""
    return text.replace("[Dataset]", "[Data set]")


def in_chinese(text: str) -> str:
    """The entry with dates and versions in the Chinese order: styles made for English put the day
    after the month, and the word for a version before its number."""
    for number, name in reversed(list(enumerate(MONTHS, 1))):
        text = re.sub(rf"{name} (\d+)", rf"{number}月\1日", text)
    text = re.sub(r"(\d{4}), (\d+月)", r"\1年\2", text)
    text = re.sub(r" \(版 ([^)]+)\) ", r"（第\1版）", text)
    return re.sub(r"版 (\d[\w.+-]*\w)", r"第\1版", text).replace("[Dataset]", "[數據集]")


# The typography of a language, where styles do not know it.
FINISHED = {"en": in_english, "zh": in_chinese}
