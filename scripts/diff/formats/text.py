"""Text for people: what changed inside each cell is marked, with colour or without."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Diff, Event, count
from .inline import folded, heading, pieces, printable, unfolded

MARKS = {"both": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
COLOURS = {"old": "\x1b[31m", "new": "\x1b[32m"}
PLAIN = "\x1b[0m"
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def render(diff: Diff, *, colour: bool = False) -> Iterator[str]:
    """The difference in lines. What is old stands in [-…-], what is new in {+…+}; `colour` adds
    the colours of a terminal. Nothing in a cell can steer the terminal."""
    yield f"--- {printable(diff.old)}\n+++ {printable(diff.new)}\n"
    for line in heading(diff, count(diff.events)):
        yield printable(line) + "\n"
    for key, events in unfolded(diff):
        # A key stands in a file once, so the events of one record have one op.
        op = events[0].op
        yield f"\n{_painted(f'{SIGNS[op]} ' + printable(', '.join(key)), op, colour)}\n"
        for event in events:
            for line in _cells(event, diff, colour):
                yield f"    {line}\n"


def _cells(event: Event, diff: Diff, colour: bool) -> Iterator[str]:
    if event.row is not None:
        shape = diff.shape
        columns = shape.new_columns if event.op == "added" else shape.old_columns
        for name, cell in zip(columns, event.row, strict=True):
            if cell and name not in shape.key:
                yield f"{printable(name)}: {printable(cell)}"
        return
    field, old, new = event.field or "", event.old or "", event.new or ""
    if field == "position":
        yield f"moved from {printable(old)} to {printable(new)}"
        return
    marked = []
    for side, text in folded(pieces(old, new)):
        before, after = MARKS[side]
        marked.append(_painted(before + printable(text) + after, side, colour))
    yield f"{printable(field)}: {''.join(marked)}"


def _painted(text: str, what: str, colour: bool) -> str:
    paint = COLOURS.get({"added": "new", "removed": "old"}.get(what, what))
    return f"{paint}{text}{PLAIN}" if colour and paint else text
