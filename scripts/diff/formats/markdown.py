"""Markdown: the counts, then a table of cells that differ, of records added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..inline import heading, marked, printable_cell, unfolded
from ..model import Diff, Event, count
from . import Format, one_after_another

# What can begin emphasis, code, a tag, a link, a mention or a column; a backslash makes it a sign.
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
    """The lines of a block of code with the text, between fences that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(4, longest + 1)
    return [f"{fence}{language}", *text.strip("\n").split("\n"), fence]


def escaped(text: str) -> str:
    """The text as Markdown that shows it: signs behind backslashes, line ends as <br>, and what
    no one would see as numbers."""
    return _escaped(printable_cell(text))


def _escaped(text: str) -> str:
    return "<br>".join(SIGNS.sub(r"\\\1", line) for line in text.split("\n"))


def _cell(event: Event, ranks: Sequence[str]) -> list[str]:
    return [*map(escaped, event.key), *marked(event, ranks, _escaped)]


def _table(title: str, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading and a table, or nothing where there are no rows; cells are escaped already."""
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
