"""An address of ours as it is described to programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

HTML, JSON = "text/html", "application/json"


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address, in its path or behind it, with an example that works."""

    name: str
    summary: str
    example: str = ""
    in_path: bool = False


@dataclass(frozen=True)
class Address:
    """One address: `path` has its parameters in braces, `answer` is the media type of what it
    answers and `schema` that of its JSON. `strict` addresses refuse parameters that they do not
    know; pages ignore them. `localized` ones are there in every language. `posted` are the fields
    of a form that may be posted instead."""

    path: str
    summary: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)
    localized: bool = False
    posted: tuple[Parameter, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether it is for programs, and not a page."""
        return self.answer != HTML

    @property
    def query(self) -> tuple[Parameter, ...]:
        """The parameters behind the path."""
        return tuple(item for item in self.parameters if not item.in_path)

    def example(self) -> str:
        """The path with its examples in place."""
        path = self.path
        for item in self.parameters:
            whole = "/" if item.name == "path" else ""
            path = path.replace(f"{{{item.name}}}", quote(item.example, safe=whole))
        return path

    def link(self) -> str:
        """The same with the examples behind the path: an address that answers."""
        asked = urlencode({item.name: item.example for item in self.query if item.example})
        return f"{self.example()}?{asked}".rstrip("?")
