"""How a reader reports something: the forms that fit a page, with what the page knows filled in."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from ...contribute import address, forms
from ...descriptor.model import Package
from ..locale.language import Language

# The kinds of forms that a page offers, in this order, and the fixed word of the link to each.
WORDS = {"error": "report", "event": "new_event", "organization": "we_are"}
# Offered only where the page knows the answer to the first question of the form.
OF_A_BODY = ("organization",)


@dataclass(frozen=True)
class Way:
    """A link to a form: the key of its fixed word, its address, and a file name where the address
    holds the form itself because no host takes it."""

    word: str
    href: str
    file: str = ""


def ways(package: Package, language: Language, known: Mapping[str, str]) -> tuple[Way, ...]:
    """The forms of the package that fit a page, filled in with what is `known` of what it shows;
    none where the package has no forms."""
    first = {form.kind: form.fields[0].name for form in forms.read(package.root) if form.fields}
    return tuple(
        _way(package, kind, language, known)
        for kind in WORDS
        if kind in first and (kind not in OF_A_BODY or first[kind] in known)
    )


def of_record(
    package: Package, language: Language, known: Mapping[str, str], table: str, record: str
) -> tuple[Way, ...]:
    """The form for an error in one record of a page, which has more of them; none where the package
    has no such form."""
    return ways(package, language, {**known, "table": table, "record": record})[:1]


def _way(package: Package, kind: str, language: Language, known: Mapping[str, str]) -> Way:
    if href := address.address(package, kind, language.tag, known):
        return Way(WORDS[kind], href)
    text = address.as_text(package, kind, language.tag, known)
    data = base64.b64encode(text.encode()).decode()
    return Way(WORDS[kind], f"data:text/markdown;base64,{data}", f"{kind}.md")
