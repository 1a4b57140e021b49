"""Which file an address of the site becomes, and how another page links to it.

A page is a folder with an index.html, so that its address is that of the server with a slash. What
comes after the ? becomes folders: /diff/a...b?column=name is diff/a...b/column/name/. The slash in
a key stays %2F in the name of its folder, where a link with %252F leads: hosts decode a path once.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

INDEX = "index.html"
# The files for the formats of a citation, which the server takes behind the ?.
ENDINGS = {
    "apa": "apa.txt",
    "chicago": "chicago.txt",
    "bibtex": "bibtex.bib",
    "ris": "citation.ris",
    "csl-json": "csl.json",
    "cff": "CITATION.cff",
    "datacite": "datacite.json",
    "schema-org": "schema-org.jsonld",
}
SAFE = "/~,.:@-_()!$'*+;="
QUOTED_SLASH = "%2F"


class UnsafeError(ValueError):
    """An address that no folder can hold."""


@dataclass(frozen=True)
class Place:
    """A file of the edition by its path from the root, `is_page` where it is an index.html."""

    path: str
    is_page: bool

    @property
    def link(self) -> str:
        """The address from the root: of a page its folder, empty for the home page."""
        shown = self.path.removesuffix(INDEX) if self.is_page else self.path
        return quote(shown, safe=SAFE)


def place(address: str, is_page: bool) -> Place:
    """The file of an address, which begins with a slash. Raises UnsafeError."""
    path, _, query = address.partition("?")
    parts = [unquote(part).replace("/", QUOTED_SLASH) for part in path.split("/") if part]
    asked = parse_qsl(query, keep_blank_values=True)
    name = next((value for key, value in asked if key == "format"), "")
    words = [
        part for key, value in sorted(asked) if key != "format" for part in (key, *value.split("/"))
    ]
    if name:
        parts = [*parts, *words, ENDINGS.get(name, f"{name}.txt")]
    elif words and not is_page:
        stem, ending = posixpath.splitext(parts[-1])
        parts = [*parts[:-1], stem, *words[:-1], words[-1] + ending]
    else:
        parts += words
    if any(part in (".", "..", "") or "\0" in part or len(part.encode()) > 250 for part in parts):
        raise UnsafeError(address)
    return Place("/".join([*parts, INDEX] if is_page else parts), is_page)


def relative(here: Place, there: str) -> str:
    """The link from the file `here` to an address from the root, as `Place.link` gives it."""
    mine, yours = quote(here.path, safe=SAFE).split("/")[:-1], there.split("/")
    common = 0
    while common < min(len(mine), len(yours) - 1) and mine[common] == yours[common]:
        common += 1
    up = "../" * (len(mine) - common)
    return up + "/".join(yours[common:]) or "./"
