"""Links inside the edition: which address of the site a link means, and how it is written."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from ..page_request import FORMER_RECORD
from ..site import SEARCH, Site
from . import sql
from .capture import HERE
from .places import SAFE, Place, relative

TAG = re.compile(r"<([a-zA-Z]+)\b[^<>]*>")
ATTRIBUTE = re.compile(r'(?<=\s)(href|src|action|content|poster)="([^"]*)"')
# The addresses with a ? that are pages or files of their own here.
PAGE_PARAMETERS = frozenset({"format", "record", "revision", "column", "page"})
ABSOLUTE = re.compile(re.escape(HERE) + r"([^\s\"'<>\\)\]&]*)")
# Links that need the address of the host.
HOSTED = re.compile(
    r'\s*<(?:link rel="(?:canonical|alternate" hreflang)|meta property="og:(?:url|image)")[^<>]*'
    + re.escape(HERE)
    + r"[^<>]*>"
)
PREVIEW = 'property="og:image"'
PREVIEW_TAG = re.compile(r'\s*<meta property="og:image[^<>]*>')
# Where a page prints its own address.
ADDRESS_ON_PAPER = re.compile(r'\sdata-address="[^"]*"')
DATA_ENDINGS = (".csv", ".json")
# What their scripts read comes after the #.
TAB_PAGES = (sql.PAGE, "/verify/")
# A difference as a file has all columns.
WHOLE_FILES = (".csv", ".html", ".json", ".md", ".txt")


@dataclass(frozen=True)
class Target:
    """Where a link leads: an address of the site that is written, with what comes after its #;
    or an address of a page that works in the browser."""

    address: str = ""
    fragment: str = ""
    ready: str = ""


class Resolver:
    """Tells what the links of a site mean."""

    def __init__(self, here: Site, databases: sql.Databases) -> None:
        self.site, self.databases = here, databases
        self.prefixes = [language.prefix for language in here.languages if language.prefix]

    def canonical(self, path: str) -> str:
        """The address in its one spelling: no slash at its end, except for the home pages."""
        parts = (quote(unquote(part), safe=SAFE.strip("/")) for part in path.split("/"))
        bare = "/".join(parts).rstrip("/")
        return f"{bare}/" if bare in ("", *self.prefixes) else bare

    def parted(self, path: str) -> tuple[str, str]:
        """The prefix of the language of an address, and the address in the first language."""
        prefix = next((item for item in self.prefixes if path.startswith(f"{item}/")), "")
        return prefix, path.removeprefix(prefix)

    def target(self, href: str, at: str) -> Target | None:
        """What a link on the page `at` means; None if it leads to another site, or only within the
        page."""
        if not href or href.startswith(("#", "data:", "mailto:")):
            return None
        split = urlsplit(urljoin(HERE + at, href))
        if f"{split.scheme}://{split.netloc}" != HERE:
            return None
        path = self.canonical(split.path)
        prefix, own = self.parted(path)
        asked = dict(parse_qsl(split.query, keep_blank_values=True))
        if FORMER_RECORD in asked:
            asked["record"] = asked.pop(FORMER_RECORD)
        parts = own.strip("/").split("/")
        if parts[0] in self.databases:
            return self._of_database(self.databases[parts[0]], prefix, parts[1:], asked)
        if own == SEARCH:
            return Target(ready=f"{path}/" + (f"?{split.query}" if asked else ""))
        if f"{own}/" in TAB_PAGES:
            fragment = f"#{split.fragment}" if split.fragment else ""
            return Target(ready=f"{path}/{fragment}")
        if parts[0] == "cite" and "sql" in asked:
            release = parts[1] if len(parts) > 1 else ""
            return Target(ready=sql.address(prefix, asked.pop("sql"), release, **asked))
        kept = {name: value for name, value in sorted(asked.items()) if name in PAGE_PARAMETERS}
        is_whole = parts[0] == "diff" and not self._folds(parts)
        if is_whole or PurePosixPath(own).suffix in WHOLE_FILES:
            kept.pop("column", None)
        if kept.get("page") == "1":
            del kept["page"]
        query = f"?{urlencode(kept, safe='/')}" if kept else ""
        return Target(path + query, split.fragment)

    def _of_database(
        self, database: sql.Database, prefix: str, parts: list[str], asked: dict[str, str]
    ) -> Target:
        base = f"{prefix}/{database.name}"
        if "sql" in asked:
            return Target(ready=sql.address(prefix, asked.pop("sql"), database.release, **asked))
        if not parts:
            return Target(base)
        name = unquote(parts[0])
        values = {key: value for key, value in asked.items() if not key.startswith("_")}
        if len(parts) > 1:
            statement = sql.of_row(database, name, parts[1])
            return Target(ready=sql.address(prefix, statement, database.release))
        stem = name.rpartition(".")[0] if name.endswith(DATA_ENDINGS) else name
        if not values and not database.release:
            return Target(f"{base}/{parts[0]}")
        if stem in database.questions:
            statement = database.questions[stem]
            return Target(ready=sql.address(prefix, statement, database.release, **values))
        statement = sql.of_table(database, stem, values)
        return Target(ready=sql.address(prefix, statement, database.release))

    def _folds(self, parts: list[str]) -> bool:
        """Whether a difference has columns on pages of their own; other differences show all of
        them."""
        kinds = {item.name: item.kind for item in self.site.package.series}
        return kinds.get(unquote(parts[1])) == "wording" if len(parts) > 1 else False

    def form(self, at: str) -> str:
        """Where the form of a question on the page `at` leads; empty where it has none."""
        prefix, own = self.parted(at.partition("?")[0])
        parts = own.strip("/").split("/")
        database = self.databases.get(parts[0]) if len(parts) == 2 else None
        statement = database.questions.get(unquote(parts[1])) if database else None
        return sql.address(prefix, statement, database.release) if database and statement else ""


def addresses(text: str, at: str, resolver: Resolver, has_base: bool) -> Iterator[str]:
    """The addresses of the site that a page links to; of its picture where there is a base."""
    for tag in TAG.finditer(text):
        is_picture = has_base and PREVIEW in tag[0]
        for name, value in ATTRIBUTE.findall(tag[0]):
            if (name == "content" and not is_picture) or tag[1] == "form":
                continue
            target = resolver.target(html.unescape(value), at)
            if target and target.address and not anchor(target, at, text):
                yield target.address


def anchor(target: Target, at: str, text: str) -> str:
    """The part of this page that shows the column that a link asks for, if it has one."""
    path, _, query = target.address.partition("?")
    column = dict(parse_qsl(query)).get("column", "")
    if query.count("=") == 1 and column and path == at and f'id="{column}"' in text:
        return f"#{column}"
    return ""


@dataclass(frozen=True)
class Writer:
    """Writes links. `places` has the file of each address; `base` is what absolute addresses begin
    with, empty where they are relative. With `root`, the path of the edition on its host, all links
    begin there."""

    resolver: Resolver
    places: Mapping[str, Place]
    base: str
    root: str = ""

    def page(self, text: str, at: str, here: Place) -> str:
        """The page with each link as it must be from its file."""
        if not self.base:
            text = ADDRESS_ON_PAPER.sub("", PREVIEW_TAG.sub("", HOSTED.sub("", text)))

        def attribute(tag: str) -> Callable[[re.Match[str]], str]:
            def written(match: re.Match[str]) -> str:
                link = self._attribute(tag, match[1], html.unescape(match[2]), at, here, text)
                return match[0] if link is None else f'{match[1]}="{html.escape(link)}"'

            return written

        def tagged(match: re.Match[str]) -> str:
            return ATTRIBUTE.sub(attribute(match[1]), match[0])

        return self.other(TAG.sub(tagged, text), here)

    def other(self, text: str, here: Place) -> str:
        """A text that is not a page with its absolute addresses as the edition has them."""

        def written(match: re.Match[str]) -> str:
            target = self.resolver.target(HERE + match[1], "/")
            return self._absolute(self.link(target) if target else match[1], here)

        return ABSOLUTE.sub(written, text)

    def link(self, target: Target) -> str:
        """The link to a target from the root."""
        if target.ready:
            return target.ready.removeprefix("/")
        place = self.places.get(target.address)
        link = place.link if place else target.address.removeprefix("/")
        return f"{link}#{target.fragment}" if target.fragment else link

    def _absolute(self, link: str, here: Place) -> str:
        return f"{self.base}/{link}" if self.base else self._inside(link, here)

    def _inside(self, link: str, here: Place) -> str:
        return self.root + link if self.root else relative(here, link)

    def _attribute(
        self, tag: str, name: str, value: str, at: str, here: Place, text: str
    ) -> str | None:
        """The new value of an attribute; None where it stays as it is."""
        if name == "content":
            if not value.startswith(HERE):
                return None
            target = self.resolver.target(value, at)
            return self._absolute(self.link(target), here) if target else None
        if tag == "form" and (ready := self._form(value, at)):
            return self._inside(ready.removeprefix("/"), here)
        target = self.resolver.target(value, at)
        if target is None:
            return None
        if part := anchor(target, at, text):
            return part
        link = self.link(target)
        return self._absolute(link, here) if value.startswith(HERE) else self._inside(link, here)

    def _form(self, action: str, at: str) -> str:
        own = urlsplit(urljoin(HERE + at, action)).path
        return self.resolver.form(at) if own == urlsplit(HERE + at).path else ""
