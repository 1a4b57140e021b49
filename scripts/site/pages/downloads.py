"""What the home page offers beside its figures: files to take, a sentence to cite, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...build.database import path as database_path
from ...descriptor.model import Package, Resource
from ...descriptor.parse import DESCRIPTOR
from ..locale.language import Language, speaker
from ..locale.vocabulary import Vocabulary
from .site import Ask


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


Sheets = Callable[[Resource], Sequence[tuple[Language, str, int]]]
"""The spreadsheets of a view: the language, the address and the size of each."""


def downloads(package: Package, vocabulary: Vocabulary, sheets: Sheets) -> list[Download]:
    """The files that most people want. The spreadsheet is first: it opens without asking for an
    encoding, in the language of the page or another."""
    own, say = vocabulary.language, speaker(vocabulary.language)
    database = database_path(package)
    found = []
    for resource in package.resources:
        if resource.view is None:
            continue
        title = vocabulary.table(resource.name, resource.title)
        for language, href, count in sorted(sheets(resource), key=lambda sheet: sheet[0] != own):
            told = say("spreadsheet", title=title)
            other = "" if language == own else language.label
            found.append(
                Download(href, told, count, other, "" if language == own else language.tag)
            )
        path = package.root / resource.path
        told = say("csv_file", title=title)
        found.append(Download(f"/{resource.path}", told, path.stat().st_size))
    return [
        *found,
        Download(f"/{database.name}", say("database_file"), database.stat().st_size),
        Download(
            f"/{DESCRIPTOR}",
            say("descriptor_file"),
            (package.root / DESCRIPTOR).stat().st_size,
        ),
    ]


def questions(ask: Ask) -> list[tuple[str, str]]:
    """The questions that are worded in the language: name and title."""
    part = "title" if ask.language.is_first else f"title_{ask.language.name}"
    queries = ask.of_database("queries").items()
    return [(name, query[part]) for name, query in queries if query.get(part)]
