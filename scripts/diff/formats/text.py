"""Text for people, which marks what changed inside each cell, with or without colour."""

from __future__ import annotations

from collections.abc import Iterator

from ..inline import folded, heading, pieces, printable, printable_cell, unfolded
from ..model import Diff, Event, count
from . import Format, one_after_another

MARKS = {"both": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
COLOURS = {"old": "\x1b[31m", "new": "\x1b[32m"}
PLAIN = "\x1b[0m"
SIGNS = {"added": "+", "removed": "-"}


def render(diff: Diff) -> Iterator[str]:
    """The difference in lines, with old text in [-…-] and new text in {+…+}. Control characters in
    cells are escaped."""
    return _lines(diff, colour=False)


def render_coloured(diff: Diff) -> Iterator[str]:
    """The same with the colours of a terminal."""
    return _lines(diff, colour=True)


def _lines(diff: Diff, *, colour: bool) -> Iterator[str]:
    yield f"--- {printable(diff.old)}\n+++ {printable(diff.new)}\n"
    for line in heading(diff, count(diff.events)):
        yield printable(line) + "\n"
    for key, events in unfolded(diff):
        # A key is in a file once, so a record has either one event for the whole, or events for its
        # cells.
        op = events[0].op
        sign = SIGNS.get(op, "~")
        yield f"\n{_painted(f'{sign} ' + ', '.join(map(_shown, key)), op, colour)}\n"
        for event in events:
            for line in _cells(event, diff, colour):
                yield f"    {line}\n"


def _cells(event: Event, diff: Diff, colour: bool) -> Iterator[str]:
    schema = diff.schema
    if event.row is not None:
        key = schema.own_key(event.op)
        for name, cell in zip(schema.own(event.op), event.row, strict=True):
            if cell and name not in key:
                yield f"{_shown(name)}: {_shown(cell)}"
        return
    field, old, new = event.field or "", event.old or "", event.new or ""
    if field in schema.ranks and old and new:
        yield f"{_shown(field)}: moved from {_shown(old)} to {_shown(new)}"
        return
    marked = []
    for side, text in folded(pieces(old, new)):
        before, after = MARKS[side]
        marked.append(_painted(before + printable(text) + after, side, colour))
    yield f"{_shown(field)}: {''.join(marked)}"


def _shown(cell: str) -> str:
    return printable(printable_cell(cell))


def _painted(text: str, what: str, colour: bool) -> str:
    paint = COLOURS.get({"added": "new", "removed": "old"}.get(what, what))
    return f"{paint}{text}{PLAIN}" if colour and paint else text


FORMAT = Format(
    "text/plain; charset=utf-8",
    "txt",
    render,
    for_people=True,
    render_each=one_after_another(render),
    render_coloured=render_coloured,
)
