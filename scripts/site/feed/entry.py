"""One entry of a feed, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...descriptor.model import Package
from ..locale.cells import Cell, Reader
from ..locale.keys import Names

# Characters that neither XML nor a calendar may hold.
FORBIDDEN = re.compile(r"[^ -~\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    """The text in one line for programs: a run of spaces of any kind becomes one space."""
    return FORBIDDEN.sub("", re.sub(r"\s+", " ", text))


@dataclass(frozen=True)
class Line:
    """One record in an entry: what it is called, what happened to it in words, and the cells that
    are new: heading, value, source."""

    record: Cell
    happened: tuple[str, ...]
    cells: tuple[tuple[str, str, Cell], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One revision that changed something, or one release: `name` is its permanent name,
    `published` the day on which it happened, `updated` the day since which we say it as we do now,
    `href` its page on this site, `kinds` some of update, release, correction, structure. `title` is
    empty where its lines say enough; `related` is a file with more details."""

    name: str
    published: str
    updated: str
    href: str
    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    title: str = ""
    related: str = ""


@dataclass(frozen=True)
class FeedScope:
    """What it is about: the record with these values in the columns of its `key`, called `title`;
    without a key, all records. `path` is the address of its page in the first language."""

    title: str
    path: str
    key: Mapping[str, str] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """What makes its identifiers differ from those of the feed of everything."""
        return "".join(f"/{column}/{value}" for column, value in self.key.items())

    def concerns(self, record: Mapping[str, object]) -> bool:
        """Whether a record is that one, or refers to it."""
        return all(str(record.get(column, "")) == value for column, value in self.key.items())


@dataclass(frozen=True)
class Subscription:
    """What a feed or a calendar is about, and in whose words: `names` are those of records, `site`
    is the title of the site, and `base` what its addresses begin with."""

    reader: Reader
    names: Names
    about: FeedScope
    site: str
    base: str


def tag(package: Package, name: str) -> str:
    """The tag: URI of something in the package, under the authority that its descriptor names."""
    authority = package.descriptor.get("tag") or f"{package.descriptor['name']},2026"
    return f"tag:{authority}:{name}"


def newest_first(found: Iterable[Entry]) -> list[Entry]:
    """The entries as a feed has them: what was said last comes first."""
    return sorted(found, key=lambda entry: (entry.updated, entry.published, entry.name))[::-1]
