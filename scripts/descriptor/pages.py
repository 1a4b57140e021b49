"""The pages that a package declares: each is a file in data/pages/ with sections, and each section
a question with its SQL. Questions and their wording are kept with the data; the site decides how
they look. page.schema.json and docs/pages.md describe each part.

data/pages/frame.yml is not a page. Its `footer` is SQL for the text at the foot of every page. Its
`brief` has, for a view, SQL for the columns that most readers need, in words: the first sheet of
the view's spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..core.diagnostics import Finding
from ..core.errors import InputError
from . import yaml_text
from .texts import Texts, in_each

FOLDER = Path("data/pages")
WORDS, FRAME = "words.yml", "frame.yml"
PARAMETER = re.compile(r"<(\w+)>")
# What follows the address of a page: a file of a section of it, in a format.
RESERVED = frozenset({"section", "format"})
# No cell has it, as one may have a comma.
BETWEEN = "\x1f"
# Parameters that the SQL of a page may use besides those of its address; the last one is only for
# sections of the kind `found`.
GIVEN_PARAMETERS, FOUND_PARAMETER = ("q", "like", "version", "released_on"), "keys"
# The ways to show a section; each is a template of the site.
SECTION_KINDS = (
    *("behind", "care", "cite", "contact", "corrections", "dated", "downloads", "entries"),
    *("events", "figures", "found", "lede", "machine", "marks", "pairs", "printed_lines"),
    *("questions", "report", "rows", "search", "sentence", "standing", "strip", "table"),
    *("terms", "text"),
)
# The pictures besides those with a strip, and those in the preview of a page.
DRAWN_KINDS, PREVIEWED_KINDS = ("marks", "dated"), ("standing", "marks")
# The texts of a page and of a section.
PAGE_TEXTS = ("title", "lede")
SECTION_TEXTS = ("title", "note", "empty", "text", "more")
# Keys that a text may have besides its languages: its place in the menu, the address of a link.
BESIDE = {"place", "url"}
# The place in the menu of a page that does not state one: last.
LAST_PLACE = 99


def one_text(key: Iterable[str]) -> str:
    """The parts of a key as one text, which no other key has."""
    return BETWEEN.join(key)


def with_commas(key: str) -> str:
    """The same as a citation names it: the parts with commas between."""
    return key.replace(BETWEEN, ",")


@dataclass(frozen=True)
class Section:
    """One part of a page; `leads_to` is the address of `more`."""

    name: str
    show: str
    title: Texts
    note: Texts
    empty: Texts
    text: Texts
    more: Texts
    of: str = ""
    head: str = ""
    sql: str = ""
    groups: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    leads_to: str = ""
    strip: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Page:
    """One declared page. An address with a parameter is one page for each value."""

    address: str
    menu: Texts
    title: Texts
    lede: Texts
    head: str
    known: str
    asks: tuple[str, ...]
    sections: tuple[Section, ...]
    machine: bool = False
    paper: str = ""
    place: int = LAST_PLACE

    @property
    def parameter(self) -> str | None:
        """The first parameter in the address."""
        return next(iter(self.parameters), None)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters in the address: the columns of a record's key."""
        return tuple(PARAMETER.findall(self.address))

    @property
    def pattern(self) -> str:
        """A regular expression for its addresses, with a group for each parameter."""
        return PARAMETER.sub(r"(?P<\1>[^/]+)", re.sub(r"[^\w/<>]", r"\\\g<0>", self.address))

    def of_key(self, key: str) -> str:
        """The address for a key, as `one_text` has it."""
        return self.at(key.split(BETWEEN))

    def at(self, values: Sequence[str]) -> str:
        """The address for these values of the parameters."""
        given = iter(values)
        return PARAMETER.sub(lambda _: quote(next(given), safe=""), self.address)


@dataclass(frozen=True)
class Words:
    """The list's own words for its columns, values, series, revisions, tables and marks, besides
    those in the descriptor. In `notes`, no_hits is shown for a search without hits, and llms is
    what language models must know; `shell` replaces fixed words of our pages."""

    columns: Mapping[str, Texts]
    values: Mapping[str, Mapping[str, Texts]]
    series: Mapping[str, Mapping[str, Texts]]
    revisions: Mapping[str, Texts]
    tables: Mapping[str, Texts]
    notes: Mapping[str, Texts]
    shell: Mapping[str, Texts]
    marks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@lru_cache(maxsize=256)
def pages(root: Path, names: tuple[str, ...]) -> tuple[Page, ...]:
    """The declared pages by address, with their texts in these languages. Raises InputError for
    pages that are incomplete, with a finding for each text that all of the languages lack."""
    files = sorted((root / FOLDER).glob("*.yml"))
    read = {file: _read(file) for file in files if file.name not in (WORDS, FRAME)}
    found = [_page(file, item, names) for file, item in read.items()]
    lacking = [each for file, item in read.items() for each in _lacking(file, item, names)]
    if lacking:
        raise InputError(lacking)
    return tuple(sorted(found, key=lambda page: page.address))


@lru_cache(maxsize=64)
def words(root: Path) -> Words:
    """The words of the list; none where data/pages/ has no words.yml."""
    document = _read(root / FOLDER / WORDS)
    return Words(*(document.get(part, {}) for part in Words.__dataclass_fields__))


@lru_cache(maxsize=64)
def footer(root: Path) -> str:
    """The SQL for the foot of every page, or an empty text."""
    return str(_read(root / FOLDER / FRAME).get("footer", ""))


@lru_cache(maxsize=64)
def brief(root: Path) -> Mapping[str, str]:
    """For each view that has one, the SQL of the columns that most readers need."""
    return dict(_read(root / FOLDER / FRAME).get("brief", {}))


def _read(file: Path) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    document = yaml_text.parse(file.read_bytes(), str(FOLDER / file.name))
    if not isinstance(document, dict):
        raise _fault(file, "not a mapping")
    return document


def _page(file: Path, item: Mapping[str, Any], names: tuple[str, ...]) -> Page:
    if not str(item.get("address", "")).startswith("/"):
        raise _fault(file, "`address` is missing, or does not begin with /")
    parameters = re.findall(r"<(.*?)>", item["address"])
    for name in parameters:
        if not name.isidentifier():
            raise _fault(file, f"`address`: <{name}> is not letters, digits and _, a letter first")
        if parameters.count(name) > 1:
            raise _fault(file, f"`address`: <{name}> is there twice; give each its own name")
        if name in RESERVED:
            reason = f"<{name}> has a meaning of its own in addresses; choose another name"
            raise _fault(file, f"`address`: {reason}, also in the SQL of the page")
    menu = dict(item.get("menu", {}))
    place = int(menu.pop("place", LAST_PLACE))
    return Page(
        address=item["address"],
        head=str(item.get("head", "")),
        known=str(item.get("known", "")),
        asks=tuple(item.get("asks", ())),
        machine=bool(item.get("machine", False)),
        paper=str(item.get("paper", "")),
        place=place,
        sections=tuple(
            _section(file, number, section, names)
            for number, section in enumerate(item.get("sections", []), start=1)
        ),
        menu=_texts(file, {"menu": menu}, "menu", names),
        **{part: _texts(file, item, part, names) for part in PAGE_TEXTS},
    )


def _section(file: Path, number: int, item: Any, names: tuple[str, ...]) -> Section:
    for part in ("name", "show"):
        if not isinstance(item, dict) or not isinstance(item.get(part), str):
            raise _fault(file, f"section {number} has no `{part}`")
    if item["show"] not in SECTION_KINDS:
        raise _fault(
            file, f"a section cannot be shown as {item['show']!r}: {', '.join(SECTION_KINDS)}"
        )
    more = item.get("more", {})
    parts: dict[str, Any] = {
        **{part: _texts(file, item, part, names) for part in SECTION_TEXTS},
        **{part: item.get(part, "") for part in ("of", "head", "sql")},
        **{part: tuple(item.get(part, ())) for part in ("groups", "filters", "marks", "first")},
        **{part: bool(item.get(part, False)) for part in ("strip", "folded")},
        "leads_to": str(more.get("url", "")) if isinstance(more, dict) else "",
    }
    return Section(name=item["name"], show=item["show"], **parts)


def _texts(file: Path, item: Mapping[str, Any], part: str, names: tuple[str, ...]) -> Texts:
    texts = item.get(part, {})
    if not isinstance(texts, str | dict):
        raise _fault(
            file, f"`{part}` is neither a text nor one for each language, such as {{en: …, fr: …}}"
        )
    return in_each(texts, names) if texts else {}


def _lacking(file: Path, item: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Finding]:
    """A finding for each text of a page that is in none of these languages."""
    places = {part: item.get(part) for part in ("menu", *PAGE_TEXTS)}
    for section in item.get("sections", []):
        places |= {
            f"sections.{section['name']}.{part}": section.get(part) for part in SECTION_TEXTS
        }
    for place, texts in places.items():
        given = texts.keys() - BESIDE if isinstance(texts, dict) else {}
        if texts and given and not in_each(texts, names):
            has = ", ".join(sorted(given))
            reason = (
                f"{place} has no text in {' or '.join(names)}, only in {has}; add {names[0]}: …"
            )
            yield Finding(str(FOLDER / file.name), None, None, reason, "pages")


def _fault(file: Path, reason: str) -> InputError:
    return InputError([Finding(str(FOLDER / file.name), None, None, reason, "pages")])
