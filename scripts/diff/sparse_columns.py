"""Columns that one of two tables leaves empty all through: said in one line, not cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .model import Diff
from .source import Source


def candidates(diff: Diff) -> dict[str, list[str]]:
    """For `old` and `new`, the columns with changed cells of which that side's are all empty."""
    filled: dict[str, set[str]] = {"old": set(), "new": set()}
    changed = dict.fromkeys(event.field for event in diff.events if event.field is not None)
    for event in diff.events:
        if event.field is not None:
            filled["old"].update([event.field] if event.old else [])
            filled["new"].update([event.field] if event.new else [])
    return {side: [name for name in changed if name not in filled[side]] for side in filled}


def empty_throughout(
    names: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> list[str]:
    """Those of the columns `names` that are empty in every row."""
    places = {name: columns.index(name) for name in names}
    for row in rows:
        if not places:
            break
        places = {name: place for name, place in places.items() if not row[place]}
    return list(places)


def one_sided(diff: Diff, old: Source, new: Source) -> tuple[tuple[str, str], ...]:
    """What `Diff.one_sided` holds, found by reading the side that may be empty once more.

    The events of `diff` must be a tuple."""
    shape, names = diff.shape, candidates(diff)
    only_new = empty_throughout(names["old"], shape.old_columns, old.rows())
    only_old = empty_throughout(names["new"], shape.new_columns, new.rows())
    return (*((name, diff.new) for name in only_new), *((name, diff.old) for name in only_old))
