"""Markdown: the counts, then a table of cells that changed, of records added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..model import Diff, Event, count
from .inline import heading, pieces, printable, side_of, unfolded

# What can begin emphasis, code, a tag, a link, a mention or a column; a backslash makes it a sign.
SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@:.])")


def render(diff: Diff) -> Iterator[str]:
    """The difference as GitHub-flavoured Markdown; no cell can open a tag, a link or a column."""
    first, *rest = heading(diff, count(diff.events))
    yield f"**{escaped(diff.old)} → {escaped(diff.new)}**: {escaped(first)}\n"
    if rest:
        yield "\n" + "".join(f"- {escaped(line)}\n" for line in rest)
    events = [event for _, group in unfolded(diff) for event in group]
    changed = [event for event in events if event.op == "changed"]
    yield from _table("Changed", [*diff.shape.key, "column", "old", "new"], map(_changed, changed))
    for op, columns in (("added", diff.shape.new_columns), ("removed", diff.shape.old_columns)):
        rows = [map(escaped, event.row) for event in events if event.row and event.op == op]
        yield from _table(op.capitalize(), columns, rows)


def escaped(text: str) -> str:
    """The text as Markdown that shows it: signs behind backslashes, line ends as <br>, spaces at
    the ends and characters that nobody sees as numbers."""
    return _held(_escaped(text))


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "<br>".join(SIGNS.sub(r"\\\1", printable(line)) for line in lines)


def _held(text: str) -> str:
    """Spaces at the ends of a cell, which Markdown would drop."""
    if text.startswith(" "):
        text = "&#32;" + text[1:]
    return text[:-1] + "&#32;" if text.endswith(" ") else text


def _changed(event: Event) -> list[str]:
    field, old, new = event.field or "", event.old or "", event.new or ""
    name = f"{escaped(field)} (moved)" if field == "position" else escaped(field)
    cell = pieces(old, new)
    shown = [_held(side_of(cell, side, _escaped)) for side in ("old", "new")]
    return [*map(escaped, event.key), name, *shown]


def _table(title: str, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading and a table, or nothing where there are no rows; cells are escaped already."""
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    if lines:
        yield f"\n### {title}\n\n| {' | '.join(map(escaped, columns))} |\n"
        yield f"|{' --- |' * len(columns)}\n"
        yield from lines
