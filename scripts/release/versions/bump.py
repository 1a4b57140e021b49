"""What each change since the last release means for the next version, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...diff.model import Diff, count
from .difference import Difference
from .versioning import Level, Reason


def reasons(difference: Difference) -> list[Reason]:
    """Every reason, the ones that demand most first; empty where nothing changed."""
    found = [*difference.structure, *_records(difference)]
    found += [Reason(Level.PATCH, f"{path} changed") for path in difference.others]
    return sorted(found, key=lambda reason: (reason.level, reason.what))


def _records(difference: Difference) -> Iterator[Reason]:
    """Records that people edit; what is derived from them demands no more than they do."""
    for name, diff in difference.tables.items():
        counts = count(diff.events)
        edited = difference.edited(name)
        if counts.added and edited:
            yield Reason(Level.MINOR, f"{name}: {counts.added} added")
        gone = referred_to(difference, diff) if counts.removed else []
        if gone:
            yield Reason(Level.MAJOR, f"{name}: others referred to {', '.join(gone)}, removed")
        elif counts.removed and edited:
            yield Reason(Level.PATCH, f"{name}: {counts.removed} taken back")
        if not edited:
            yield Reason(Level.PATCH, f"{name}: derived from other data or other SQL")
        elif counts.cells or counts.filled or counts.emptied:
            yield Reason(Level.PATCH, f"{name}: corrected")


def referred_to(difference: Difference, diff: Diff) -> list[str]:
    """The keys of removed records that records of other tables could refer to."""
    keys = {
        (key.relation, key.referenced)
        for resource in difference.old.resources
        for key in resource.schema.foreign_keys
        if key.relation != resource.name
    }
    if (diff.new, diff.schema.key) not in keys:
        return []
    return [",".join(event.key) for event in diff.events if event.op == "removed"]
