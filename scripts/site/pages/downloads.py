"""What the home page offers beside its figures: files to take, a sentence to cite, questions."""

from __future__ import annotations

from dataclasses import dataclass

from ...build.database import path as database_path
from ...build.database import spreadsheet_path
from ...descriptor.model import Package
from ...descriptor.parse import DESCRIPTOR
from ..locale.language import speaker
from ..locale.vocabulary import Vocabulary
from .site import Ask


@dataclass(frozen=True)
class Download:
    """A file to take: its address, what it is, and its size in bytes."""

    href: str
    title: str
    size: int


def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{-(-count // 1000):,} kB"


def downloads(package: Package, vocabulary: Vocabulary) -> list[Download]:
    """The files that most people want. Readers of Chinese are given the spreadsheet first: it
    opens without asking for an encoding."""
    say = speaker(vocabulary.language)
    database = database_path(package)
    found = []
    for resource in package.resources:
        if resource.view is None:
            continue
        title = vocabulary.table(resource.name, resource.title)
        sheet = spreadsheet_path(database.parent, resource)
        pair = [
            Download(f"/{sheet.name}", say("spreadsheet", title=title), sheet.stat().st_size),
            Download(
                f"/{resource.path}",
                say("csv_file", title=title),
                (package.root / resource.path).stat().st_size,
            ),
        ]
        found += pair
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
