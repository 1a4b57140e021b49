"""The difference of two revisions of a series as a page shows it: by column, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, groupby
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from ...core.csv_table import key_text
from ...descriptor.pages import one_text
from ...diff import sparse_columns
from ...diff.compare import Options, compare
from ...diff.inline import Piece, folded, pieces
from ...diff.model import Counts, Diff, Event, count, record
from ...diff.revisions import Revision, options
from ...diff.source import Source
from ..locale import dates
from ..locale.cells import Cell, Reader

CHANGES_PER_PAGE = 250
# This many events are kept between two requests, some 80 MB.
CACHED_EVENTS = 200_000
# Records added or removed whole.
WHOLE_RECORDS = ("added", "removed")


@dataclass(frozen=True)
class Change:
    """One changed cell, or a whole record that was added or removed. `anchor` is unique on the
    page, `record` is what people call the record. A cell has its `old` and `new` pieces, with what
    did not change folded, the `source` that changed with it, and its language as `tag` where that
    is not the page's. A record has its filled `cells` by heading."""

    anchor: str
    record: Cell
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    cells: tuple[tuple[str, Cell], ...] = ()
    source: Cell | None = None
    tag: str = ""

    @property
    def edit(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What was removed from the cell and what was added."""
        gone = tuple(piece.text for piece in self.old if piece.side == "old")
        return gone, tuple(piece.text for piece in self.new if piece.side == "new")


@dataclass(frozen=True)
class Group:
    """The changes of one column, or the records added or removed. `total` counts all of them,
    `changes` are those on this page."""

    name: str
    heading: str
    total: int
    changes: tuple[Change, ...]

    @property
    def edits(self) -> list[tuple[tuple[str, ...], tuple[str, ...], list[Change]]]:
        """The changes; those with the same edit are together, at the place of the first."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.edit, []).append(change)
        return [(*edit, changes) for edit, changes in found.items()]


@dataclass(frozen=True)
class Comparison:
    """A page of a difference.

    `columns`: those with changes, and how many changes each has.
    `folded`: columns that are summed up in one line, with the side that fills them (empty for
    sources, which are shown with the value that they are the source of) and the number of cells.
    `ignored`: columns that are not compared.
    `column_events`: columns added, removed or renamed: what happened, the old and the new heading.
    `unchanged`: how many records have no event at all."""

    counts: Counts
    groups: tuple[Group, ...]
    columns: tuple[tuple[str, str, int], ...]
    unchanged: int
    page: int
    pages: int
    folded: tuple[tuple[str, str, str, int], ...] = ()
    ignored: tuple[str, ...] = ()
    column_events: tuple[tuple[str, str, str], ...] = ()


# The differences asked for last; they stay right, since the files of a served release never change.
@cached(LRUCache(CACHED_EVENTS, getsizeof=lambda diff: 1 + len(tuple(diff.events))), lock=Lock())
def difference(old: Revision, new: Revision, column: str = "") -> Diff:
    """The difference as the command line gives it, its events in a tuple; of one column only if
    one is named. It knows which columns one side leaves empty, where people are shown such a
    column in one line."""
    before, after = (Source(side.name, side.path) for side in (old, new))
    asked = Options((), (column,) if column else ())
    diff = compare(before, after, options(new, before, after, asked)).whole()
    return sparse_columns.folded(diff) if new.is_folded else diff


@lru_cache(maxsize=1024)
def counted(old: Revision, new: Revision) -> Counts:
    """How many records and cells differ; kept where the difference itself is too large to be."""
    return count(difference(old, new).events)


@dataclass(frozen=True)
class Context:
    """What a page knows besides the difference: what people call a record, by key; for each column
    with a source, the column in which that stands; every source by its own key; and whether records
    added and removed come before the changed cells."""

    reader: Reader
    series: str
    names: Mapping[str, Cell]
    cited: Mapping[str, str]
    sources: Mapping[str, Cell]
    records_first: bool = False


def page(
    diff: Diff, records: int, context: Context, column: str = "", number: int = 1
) -> Comparison:
    """The page with that number, of one `column` if one is named; it has no changes where the
    number is beyond the last page. `records` is how many the newer side has."""
    events = tuple(diff.events)
    counts, sources = count(events), {*context.cited.values()}
    cells = Counter(event.field for event in events if event.field)
    order = [name for name in diff.schema.compared if name in cells]
    summed_up = {*dict(diff.one_sided), *sources}
    columns = [name for name in order if name not in summed_up]
    parts = (WHOLE_RECORDS, columns) if context.records_first else (columns, WHOLE_RECORDS)
    chosen = [column] if column else [*chain.from_iterable(parts)]
    groups: dict[str, list[Event]] = {name: [] for name in chosen}
    for event in events:
        if (group := groups.get(_group(event))) is not None:
            group.append(event)
    shown, first = [*chain.from_iterable(groups.values())], (number - 1) * CHANGES_PER_PAGE
    heading = partial(context.reader.vocabulary.column, table=context.series)
    after = {(event.key, event.field): event.new for event in events if event.field in sources}
    return Comparison(
        counts=counts,
        groups=tuple(
            Group(
                name,
                heading(name) if name in order else "",
                len(groups[name]),
                tuple(_change(event, diff, context, after) for event in part),
            )
            for name, part in groupby(shown[first : first + CHANGES_PER_PAGE], key=_group)
        ),
        columns=tuple((name, heading(name), cells[name]) for name in order),
        unchanged=records - counts.added - len({e.key for e in events if e.field is not None}),
        page=number,
        pages=max(1, -(-len(shown) // CHANGES_PER_PAGE)),
        **({} if column else _summed_up(diff, heading, cells, sources)),
    )


def _summed_up(
    diff: Diff, heading: Callable[[str], str], cells: Mapping[str, int], sources: Set[str]
) -> dict[str, Any]:
    """What is summed up in a line each, where no column is asked for."""
    sides = dict(diff.one_sided)
    return {
        "folded": tuple(
            (name, heading(name), sides.get(name, ""), cells[name])
            for name in diff.schema.compared
            if name in cells and name in {*sides, *sources}
        ),
        "ignored": tuple(heading(name) for name in diff.schema.ignored),
        "column_events": tuple(
            (event.op, heading(event.old or event.field), heading(event.new or event.field))
            for event in diff.schema.column_events()
        ),
    }


def _group(event: Event) -> str:
    return event.field if event.field is not None else event.op


def _change(
    event: Event,
    diff: Diff,
    context: Context,
    after: Mapping[tuple[tuple[str, ...], str], str | None],
) -> Change:
    key = key_text(event.key)
    name = context.names.get(one_text(event.key)) or Cell(key)
    anchor = f"{_group(event)}.{key}"
    if event.row is not None:
        cells = _filled(record(diff.schema.own(event.op), event.row), diff, context)
        return Change(anchor, name, cells=cells)
    old, new = (_word(context, event, side) for side in ("old", "new"))
    cell = [*folded(pieces(old, new))]
    is_word = {old, new} != {event.old or "", event.new or ""}
    source = after.get((event.key, context.cited.get(event.field or "", "")))
    return Change(
        anchor,
        name,
        tuple(piece for piece in cell if piece.side != "new"),
        tuple(piece for piece in cell if piece.side != "old"),
        source=context.sources.get(source or ""),
        tag="" if is_word else context.reader.text(old or new).tag,
    )


def _word(context: Context, event: Event, side: str) -> str:
    text = (event.old if side == "old" else event.new) or ""
    word = context.reader.vocabulary.value(event.field or "", text, context.series)
    # Non-breaking spaces would show up as changes.
    return word or dates.spelled(text, context.reader.language).replace("\u00a0", " ")


def _filled(cells: Mapping[str, str], diff: Diff, context: Context) -> tuple[tuple[str, Cell], ...]:
    """The filled cells of a record by heading; what has a source leads to it."""
    vocabulary, reader = context.reader.vocabulary, context.reader
    hidden = {*diff.schema.key, *context.cited.values()}
    shown = []
    for name, text in cells.items():
        if text and name not in hidden:
            source = context.sources.get(cells.get(context.cited.get(name, ""), ""), Cell(""))
            word = vocabulary.value(name, text, context.series) or vocabulary.phrase(text)
            cell = Cell(word) if word else reader.text(dates.spelled(text, reader.language))
            heading = vocabulary.column(name, context.series)
            shown.append((heading, replace(cell, href=source.href)))
    return tuple(shown)
