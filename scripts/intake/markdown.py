"""Markdown as lines: what is written for the renderer is taken away, lines stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.intake.lines import Line

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(\n|\Z)", re.DOTALL)
UNSEEN = re.compile("<!--|<(script|style)\\b", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\](\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\])")
EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.{1,500}?)(?<=\S)\3(?!\w)"
)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
RULE = re.compile(r"(?:\s*[-*_=]){3,}\s*|\|?[\s:|-]+\|[\s:|-]*")


def lines(text: str, file: str) -> Iterator[Line]:
    """The lines of a Markdown text as a reader sees them."""
    text = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = "".join(_without_unseen(text))
    for number, raw in enumerate(text.splitlines(), 1):
        place, line = f"{file}:{number}", raw.strip().lstrip("> ")
        if RULE.fullmatch(line):
            if "|" not in line:
                yield Line(place, "")
        elif line.startswith("|") and line.count("|") > 1:
            cells = re.split(r"(?<!\\)\|", line.strip("|"))
            yield Line(place, "", cells=tuple(_seen(cell) for cell in cells))
        elif heading := HEADING.fullmatch(line):
            yield Line(place, _seen(heading[1]), mark="heading")
        else:
            yield Line(place, _seen(line))


def _without_unseen(text: str) -> Iterator[str]:
    """The text without comments and scripts, their lines left empty; one that is not closed runs
    to the end."""
    place = 0
    while found := UNSEEN.search(text, place):
        yield text[place : found.start()]
        close = f"</{found[1]}" if found[1] else "-->"
        end = re.compile(close, re.IGNORECASE).search(text, found.end())
        place = text.find(">", end.start()) + 1 if end else len(text)
        place = place or len(text)
        yield "\n" * text.count("\n", found.start(), place)
    yield text[place:]


def _seen(text: str) -> str:
    text = LINK.sub(r"\1", TAG.sub("", text))
    text = EMPHASIS.sub(lambda found: found[2] or found[4], text)
    return ESCAPE.sub(r"\1", text).strip()
