"""The pages that a package declares: each a file in data/pages/ with sections, each section a
question with its SQL. What is asked and how it is worded belongs to the list, so it stands with
the data; how it is shown is the site's.

    address     /claims, or /organizations/<org_id>: the part in <> becomes a parameter of the SQL
    menu        {en, zh, ...}: what the page is called in the header; without it, it is not there
    title       the same, or the columns title_en, title_zh ... of `head`
    lede        the same, one or two sentences under the title
    head        SELECT of the one row that the page is about; without a row there is no such page
    known       SELECT of every page of this address: value, label_en, label_zh
    sections    [{name, title, note, empty, show, of, sql, picture, series}]

Of a section, `show` is the name of a template in templates/sections/; `of` is the table whose
words its columns and values have; `sql` may be left out for the sections that follow from the
package itself (search, downloads, cite, questions, revisions, printed_lines). `picture` is steps
or bars, over the numeric columns in `series`. `empty` is what stands there without rows; without
it the section goes. Columns of the SQL have meanings by their endings, see cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...core.diagnostics import Finding
from ...core.errors import InputError
from .language import Texts, in_each

FOLDER = Path("data/pages")
WORDS = "words.yml"
PARAMETER = re.compile(r"<(\w+)>")
PICTURES = ("", "steps", "bars")


@dataclass(frozen=True)
class Section:
    """One part of a page; see above."""

    name: str
    show: str
    title: Texts
    note: Texts
    empty: Texts
    of: str
    sql: str
    picture: str
    series: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One declared page, or for an address with a parameter one page for each value."""

    address: str
    menu: Texts
    title: Texts
    lede: Texts
    head: str
    known: str
    sections: tuple[Section, ...]

    @property
    def parameter(self) -> str | None:
        """The parameter in the address, the first where it has several."""
        return next(iter(self.parameters), None)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters in the address: the columns of a record's key."""
        return tuple(PARAMETER.findall(self.address))

    @property
    def pattern(self) -> str:
        """A pattern for its addresses, with a group for each parameter."""
        return PARAMETER.sub(r"(?P<\1>[^/]+)", self.address)

    def at(self, values: Sequence[str]) -> str:
        """Its address for these values of its parameters."""
        given = iter(values)
        return PARAMETER.sub(lambda _: quote(next(given), safe=""), self.address)


@dataclass(frozen=True)
class Words:
    """What the list calls its columns, values, series, revisions and tables, beyond the
    descriptor; of its `notes`, no_hits is what a search without hits has to say;
    `shell` replaces fixed words of our pages."""

    columns: Mapping[str, Texts]
    values: Mapping[str, Mapping[str, Texts]]
    series: Mapping[str, Mapping[str, Texts]]
    revisions: Mapping[str, Texts]
    tables: Mapping[str, Texts]
    notes: Mapping[str, Texts]
    shell: Mapping[str, Texts]


@cache
def pages(root: Path, names: tuple[str, ...]) -> tuple[Page, ...]:
    """The declared pages, by address, with their texts in the languages of these names. Raises
    InputError for one that is not whole."""
    files = sorted((root / FOLDER).glob("*.yml"))
    found = [_page(file, names) for file in files if file.name != WORDS]
    return tuple(sorted(found, key=lambda page: page.address))


@cache
def words(root: Path) -> Words:
    """The words of the list; none where data/pages/ has no words.yml."""
    file = root / FOLDER / WORDS
    document = _read(file) if file.exists() else {}
    return Words(*(document.get(part, {}) for part in Words.__dataclass_fields__))


def _read(file: Path) -> Mapping[str, Any]:
    import yaml

    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise _fault(file, f"not YAML: {error}") from None
    if not isinstance(document, dict):
        raise _fault(file, "not a mapping")
    return document


def _page(file: Path, names: tuple[str, ...]) -> Page:
    item = _read(file)
    if not str(item.get("address", "")).startswith("/"):
        raise _fault(file, "`address` is missing, or does not begin with /")
    return Page(
        address=item["address"],
        head=str(item.get("head", "")),
        known=str(item.get("known", "")),
        sections=tuple(_section(file, section, names) for section in item.get("sections", [])),
        **{part: _texts(file, item, part, names) for part in ("menu", "title", "lede")},
    )


def _section(file: Path, item: Mapping[str, Any], names: tuple[str, ...]) -> Section:
    for part in ("name", "show"):
        if not isinstance(item.get(part), str):
            raise _fault(file, f"a section has no `{part}`: {str(dict(item))[:80]}")
    if item.get("picture", "") not in PICTURES:
        raise _fault(file, f"section {item['name']!r}: no picture {item['picture']!r}")
    return Section(
        name=item["name"],
        show=item["show"],
        of=item.get("of", ""),
        sql=item.get("sql", ""),
        picture=item.get("picture", ""),
        series=tuple(item.get("series", ())),
        **{part: _texts(file, item, part, names) for part in ("title", "note", "empty")},
    )


def _texts(file: Path, item: Mapping[str, Any], part: str, names: tuple[str, ...]) -> Texts:
    texts = item.get(part, {})
    if not isinstance(texts, str | dict):
        raise _fault(file, f"`{part}` is a text, or one for each language: {texts!r}")
    if texts and not (given := in_each(texts, names)):
        raise _fault(file, f"`{part}` has no text in {' or '.join(names)}: {texts!r}")
    return given if texts else {}


def _fault(file: Path, reason: str) -> InputError:
    return InputError([Finding(str(FOLDER / file.name), None, None, reason, "pages")])
