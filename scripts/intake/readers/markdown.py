"""Markdown as lines: what is written for the renderer is taken away, lines stay where they are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from . import Given, Reader
from ._line import LINE_END, RULE, Line, Mark, indented, visible

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(\n|\Z)", re.DOTALL)
UNSEEN = re.compile("<!--|<(script|style)\\b", re.IGNORECASE)
# Elements of HTML that part a line, as far as Markdown texts use them.
BLOCK = re.compile(
    r"<(/?(?:br|p|div|li|ol|ul|dl|dt|dd|tr|table|h[1-6]|details|summary|blockquote)\b)[^<>\n]{0,500}>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
NOTE = re.compile(r"\[\^?[^\[\]\n]{1,60}\]:\s")
LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\](\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)|\[[^\[\]\n]{0,200}\])"
)
STRUCK = re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~|<(?:del|s)>([^<]{1,500})</", re.IGNORECASE)
EMPHASIS = re.compile(
    r"(\*\*|__|~~|`)(?=\S)(.{1,500}?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.{1,500}?)(?<=\S)\3(?!\w)"
)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
FENCE = re.compile(r"(```+|~~~+)[\w ]*")
TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?|\|\s*:?-+:?\s*\|?")
CELLS = re.compile(r"(?<!\\)\|")
# Emphasis within emphasis.
NESTED = 3


def lines(given: Given) -> Iterator[Line]:
    """The lines of a Markdown text as a reader sees them."""
    text = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), given.text)
    raw = [visible(line) for line in LINE_END.split("".join(_without_unseen(text)))]
    tables = set(_rows(raw))
    for number, whole in enumerate(raw, 1):
        place, line = f"{given.file}:{number}", whole.strip().lstrip("> ")
        if number - 1 in tables:
            if not TABLE_RULE.fullmatch(line):
                cells = CELLS.split(line.strip("|"))
                yield Line(place, "", cells=tuple(map(_seen, cells)), struck=_struck(line))
        elif FENCE.fullmatch(line) or RULE.fullmatch(line):
            yield Line(place, "")
        elif NOTE.match(line):
            yield Line(place, _seen(line), mark="aside")
        elif heading := HEADING.fullmatch(line):
            yield Line(place, _seen(heading[2]), mark="heading", depth=len(heading[1]))
        else:
            yield from _line(place, line, indented(whole))


def _rows(raw: list[str]) -> Iterator[int]:
    """The lines that are rows of tables: those with a bar in front, and those around a rule."""
    inside = False
    for place, line in enumerate(map(str.strip, raw)):
        following = raw[place + 1].strip() if place + 1 < len(raw) else ""
        begins = line.startswith("|") or ("|" in line and TABLE_RULE.fullmatch(following))
        inside = bool(line.count("|") > 1 and line.startswith("|")) or (
            "|" in line and (inside or bool(begins))
        )
        if inside:
            yield place


def _line(place: str, line: str, depth: int) -> Iterator[Line]:
    """The line, or several where elements of HTML part it."""
    first, *parts = BLOCK.split(line)
    struck = _struck(line)
    yield Line(place, _seen(first), depth=depth, struck=struck)
    for tag, text in zip(parts[::2], parts[1::2], strict=True):
        mark: Mark = "item" if tag.lower() == "li" else ""
        if seen := _seen(text):
            yield Line(place, seen, mark=mark, depth=depth, struck=struck)


def _struck(line: str) -> tuple[str, ...]:
    """The parts of the line that are struck out."""
    return tuple(_seen(found[1] or found[2]) for found in STRUCK.finditer(line))


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
    for _ in range(NESTED):
        text = EMPHASIS.sub(lambda found: found[2] or found[4], text)
    text = ESCAPE.sub(r"\1", text.strip().removesuffix("\\"))
    return visible(html.unescape(text)).strip()


READER = Reader("Markdown", (".md", ".markdown"), lines)
