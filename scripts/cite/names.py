"""Who made a package, by `contributors` of the descriptor: persons as persons, roles as roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AUTHORS = frozenset({"creator", "author"})


@dataclass(frozen=True)
class Name:
    """A person by `family` and `given` name, or anyone by `title` alone. `url` is a page about
    them; empty if none is given."""

    title: str
    family: str = ""
    given: str = ""
    url: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the descriptor says that it is the name of a person."""
        return bool(self.family)

    @property
    def listed(self) -> str:
        """The name as in lists: the family name of a person comes first."""
        return ", ".join(filter(None, (self.family, self.given))) if self.family else self.title


@dataclass(frozen=True)
class Makers:
    """The makers of a package by role. `others` are those with other roles, each with the first
    role."""

    authors: tuple[Name, ...]
    editors: tuple[Name, ...] = ()
    publishers: tuple[Name, ...] = ()
    others: tuple[tuple[str, Name], ...] = ()

    @property
    def publisher(self) -> Name | None:
        """The publisher; the first author if no one has that role."""
        return next(iter((*self.publishers, *self.authors)), None)


def makers(descriptor: Mapping[str, Any]) -> Makers:
    """Authors are those who have the role `creator` or `author`; where no one does, those without
    a role, and else everybody; where it names no one, its contributors as such."""
    nobody = [{"title": f"{name} contributors"} for name in [descriptor.get("name")] if name]
    entries = [(_name(item), _roles(item)) for item in descriptor.get("contributors") or nobody]
    creators = [name for name, roles in entries if AUTHORS & {*roles}]
    authors = creators or [name for name, roles in entries if not roles]
    authors = authors or [name for name, _ in entries]
    editors = [name for name, roles in entries if "editor" in roles and name not in authors]
    publishers = [name for name, roles in entries if "publisher" in roles]
    known = {*authors, *editors, *publishers}
    others = [(roles[0], name) for name, roles in entries if roles and name not in known]
    return Makers(tuple(authors), tuple(editors), tuple(publishers), tuple(others))


def _name(entry: Mapping[str, Any]) -> Name:
    family, given = (str(entry.get(part) or "") for part in ("familyName", "givenName"))
    title = str(entry.get("title") or f"{given} {family}".strip())
    return Name(title, family, given if family else "", str(entry.get("path") or ""))


def _roles(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The roles of a contributor. Data Package 1 has one, called `role`."""
    return tuple(map(str, entry.get("roles") or filter(None, [entry.get("role")])))
