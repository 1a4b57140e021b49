"""Columns that are empty in one of two tables are reported in one line, not cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .model import Diff


def folded(diff: Diff) -> Diff:
    """The same difference with its `one_sided` columns. To find them, the side that may be empty is
    read again. The events of `diff` must be a tuple."""
    schema, names = diff.schema, _candidates(diff)
    only_new = _empty_throughout(names["old"], schema.aligned, diff.old_rows())
    only_old = _empty_throughout(names["new"], schema.new_columns, diff.new_rows())
    one_sided = [(name, diff.new) for name in (*only_new, *schema.added)]
    one_sided += [(name, diff.old) for name in (*only_old, *schema.removed)]
    return replace(diff, one_sided=tuple(one_sided))


def _candidates(diff: Diff) -> dict[str, list[str]]:
    """For each of `old` and `new`, the columns whose changed cells are all empty on that side."""
    filled: dict[str, set[str]] = {"old": set(), "new": set()}
    changed: dict[str, None] = {}
    for event in diff.events:
        if event.op == "changed" and event.field is not None:
            changed[event.field] = None
            filled["old"].update([event.field] if event.old else [])
            filled["new"].update([event.field] if event.new else [])
    return {side: [name for name in changed if name not in filled[side]] for side in filled}


def _empty_throughout(
    names: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> list[str]:
    """Those of the columns `names` that are empty in every row."""
    places = {name: columns.index(name) for name in names}
    for row in rows:
        if not places:
            break
        places = {name: place for name, place in places.items() if not row[place]}
    return list(places)
