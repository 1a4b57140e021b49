"""The files that the home page offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ...build.database import path as database_path
from ...descriptor.model import Resource
from ...descriptor.parse import DESCRIPTOR
from ..locale.language import Language
from ..page_request import PageRequest


@dataclass(frozen=True)
class Download:
    """A file to take: its address, what it is, its size in bytes, and the language that it is in,
    with its tag, where that is not the page's."""

    href: str
    title: str
    size: int
    language: str = ""
    tag: str = ""


def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{-(-count // 1000):,} kB"


Sheets = Callable[[PageRequest, Resource], Sequence[tuple[Language, str, int]]]
"""The spreadsheets of a view: the language, the address and the size of each."""


def downloads(request: PageRequest, sheets: Sheets) -> list[Download]:
    """The files that most people want. The spreadsheet is first: it opens without asking for an
    encoding, in the language of the page or another."""
    package, own, say = request.package, request.language, request.language.say
    database = database_path(package)
    found = []
    for resource in package.resources:
        if resource.view is None:
            continue
        title = request.reader.vocabulary.resource(resource)
        for language, href, count in sorted(sheets(request, resource), key=lambda it: it[0] != own):
            name = say("spreadsheet", title=title)
            label, tag = ("", "") if language == own else (language.label, language.tag)
            found.append(Download(href, name, count, label, tag))
        path = package.root / resource.path
        name = say("csv_file", title=title)
        found.append(Download(f"/{quote(resource.path)}", name, path.stat().st_size))
    descriptor = package.root / DESCRIPTOR
    return [
        *found,
        Download(f"/{database.name}", say("database_file"), database.stat().st_size),
        Download(f"/{DESCRIPTOR}", say("descriptor_file"), descriptor.stat().st_size),
    ]
