"""Markdown: the counts, then tables of cells that differ and of records added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..inline import heading, marked, printable_cell, unfolded
from ..model import Diff, Event, count
from . import Format, one_after_another

# Characters that can begin emphasis, code, a tag, a link, a mention or a column, unless a backslash
# escapes them.
SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@:.])")


def render(diff: Diff) -> Iterator[str]:
    """The difference as GitHub-flavoured Markdown; no cell can open a tag, a link or a column."""
    schema = diff.schema
    first, *rest = heading(diff, count(diff.events))
    yield f"**{escaped(diff.old)} → {escaped(diff.new)}**: {escaped(first)}\n"
    if rest:
        yield "\n" + "".join(f"- {escaped(line)}\n" for line in rest)
    events = [event for _, group in unfolded(diff) for event in group]
    cells = [_cell(event, schema.ranks) for event in events if event.row is None]
    yield from _table("Changed", [*schema.key, "column", "old", "new"], cells)
    for op in ("added", "removed"):
        rows = [map(escaped, event.row) for event in events if event.row and event.op == op]
        yield from _table(op.capitalize(), schema.own(op), rows)


def fenced(text: str, language: str = "") -> list[str]:
    """The lines of a code block with the text, between fences longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(4, longest + 1)
    return [f"{fence}{language}", *text.strip("\n").split("\n"), fence]


def escaped(text: str) -> str:
    """The text, escaped for Markdown: signs with backslashes, line ends as <br>, and invisible
    characters as numbers."""
    return _escaped(printable_cell(text))


def _escaped(text: str) -> str:
    return "<br>".join(SIGNS.sub(r"\\\1", line) for line in text.split("\n"))


def _cell(event: Event, ranks: Sequence[str]) -> list[str]:
    return [*map(escaped, event.key), *marked(event, ranks, _escaped)]


def _table(title: str, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading and a table of cells that are already escaped; nothing where there are no rows."""
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    if lines:
        yield f"\n### {title}\n\n| {' | '.join(map(escaped, columns))} |\n"
        yield f"|{' --- |' * len(columns)}\n"
        yield from lines


FORMAT = Format(
    "text/markdown; charset=utf-8",
    "md",
    render,
    for_people=True,
    render_each=one_after_another(render),
)
