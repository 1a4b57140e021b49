"""HTML: a fragment for a page, tables whose cells have <del> and <ins>, without styles."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from ..inline import heading, marked, printable_cell, unfolded
from ..model import Diff, Event, count
from . import Format, one_after_another


def render(diff: Diff) -> Iterator[str]:
    """The difference as one <section>. Everything from the data is escaped."""
    schema = diff.schema
    first, *rest = heading(diff, count(diff.events))
    yield '<section class="diff">\n'
    yield f"<p>{escaped(diff.old)} → {escaped(diff.new)}: {escaped(first)}</p>\n"
    if rest:
        yield "<ul>\n" + "".join(f"<li>{escaped(line)}</li>\n" for line in rest) + "</ul>\n"
    events = [event for _, group in unfolded(diff) for event in group]
    cells = [_cell(event, schema.ranks) for event in events if event.row is None]
    yield from _table("changed", [*schema.key, "column", "old", "new"], cells)
    for op in ("added", "removed"):
        columns = schema.own(op)
        key = schema.own_key(op)
        others = [name for name in columns if name not in key]
        rows = [_whole(event, columns, others) for event in events if event.op == op]
        yield from _table(op, [*key, *others], rows)
    yield "</section>\n"


def escaped(text: str) -> str:
    """The text, escaped for HTML."""
    return _escaped(printable_cell(text))


def _escaped(text: str) -> str:
    return html.escape(text, quote=True).replace("\n", "<br>")


def _cell(event: Event, ranks: Sequence[str]) -> str:
    cells = marked(event, ranks, _escaped)
    return _heads(event.key) + "".join(f"<td>{cell}</td>" for cell in cells)


def _whole(event: Event, columns: Sequence[str], others: Sequence[str]) -> str:
    row = dict(zip(columns, event.row or (), strict=True))
    return _heads(event.key) + "".join(f"<td>{escaped(row[name])}</td>" for name in others)


def _heads(key: Sequence[str]) -> str:
    return "".join(f'<th scope="row">{escaped(cell)}</th>' for cell in key)


def _table(op: str, columns: Iterable[str], rows: Iterable[str]) -> Iterator[str]:
    """A table of rows that are already HTML; nothing where there are no rows."""
    lines = [f"<tr>{row}</tr>\n" for row in rows]
    if lines:
        heads = "".join(f'<th scope="col">{escaped(name)}</th>' for name in columns)
        yield f'<table class="diff-{op}">\n<caption>{op.capitalize()}</caption>\n'
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        yield from lines
        yield "</tbody>\n</table>\n"


FORMAT = Format(
    "text/html; charset=utf-8",
    "html",
    render,
    for_people=True,
    render_each=one_after_another(render),
)
