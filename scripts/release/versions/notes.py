"""What a release says of itself: new facts, and separately corrections of old ones.

The counts are made from the events that are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...core.csv_table import parse
from ...core.diagnostics import amount
from ...descriptor.model import Package
from ...diff.formats.markdown import escaped
from ...diff.model import Diff, Event, count
from .difference import Difference

NEW = ("added", "filled")


@dataclass(frozen=True)
class Sorted:
    """The events of a difference by what they mean, each list as (table, its events): `new` are
    records and cells that were not there, `corrected` are changes of what was there, `follows` is
    the number of events in what is derived from both."""

    new: tuple[tuple[str, tuple[Event, ...]], ...]
    corrected: tuple[tuple[str, tuple[Event, ...]], ...]
    follows: tuple[tuple[str, int], ...]


def sort(difference: Difference) -> Sorted:
    """Tell new facts from corrections. Any change of a revision that was there already is a
    correction: it says how things were on a day that is past."""
    new, corrected, follows = [], [], []
    revisions = {resource.name for resource in difference.new.resources if resource.series}
    for name, diff in difference.tables.items():
        events = tuple(diff.events)
        if name in revisions:
            corrected.append((name, events))
        elif not difference.edited(name):
            follows.append((name, len(events)))
        else:
            added = tuple(event for event in events if event.op in NEW)
            others = tuple(event for event in events if event.op not in NEW)
            new += [(name, added)] * bool(added)
            corrected += [(name, others)] * bool(others)
    return Sorted(tuple(new), tuple(corrected), tuple(follows))


def first(package: Package, files: Mapping[str, bytes]) -> str:
    """What the first release holds, in Markdown."""
    text = "First release.\n\n"
    for relation in package.relations:
        records = [len(parse(files[item.path], item.path).records) for item in relation.resources]
        size = (
            amount(len(records), "revision")
            if relation.is_series
            else amount(sum(records), "record")
        )
        text += f"- {relation.name}: {size}\n"
    return text


def changes(difference: Difference, *, every: bool) -> str:
    """The difference in Markdown: in counts for the changelog, or with `every` record and cell for
    the release itself."""
    return "\n".join(_sections(difference, every=every)) + "\n"


def _sections(difference: Difference, *, every: bool) -> Iterator[str]:
    kinds = sort(difference)
    new = [f"- {r.name}: {r.title}" for r in difference.added]
    for name, events in kinds.new:
        new.append(f"- {name}: {_counted_new(events)}")
        new += _listed(difference.tables[name], events) if every else []
    corrected = [f"- {r.name}: gone" for r in difference.removed]
    for name, events in kinds.corrected:
        corrected.append(f"- {name}: {_counted(events)}")
        corrected += _listed(difference.tables[name], events) if every else []
    appeared = {resource.name for resource in difference.added}
    shaped = [
        f"- {what}"
        for _, what in difference.structure
        if not any(f" {name} " in f"{what} " for name in appeared)
    ]
    follows = [f"- {name}: {amount(number, 'difference')}" for name, number in kinds.follows]
    others = [f"- {path}" for path in difference.others]
    for title, lines in (
        ("New", new),
        ("Corrected", corrected),
        ("Structure", shaped),
        ("Follows from these", follows),
        ("Other files", others),
    ):
        if lines:
            yield from ("", f"### {title}", "", *lines)


def _counted(events: Iterable[Event]) -> str:
    counts = count(events)
    parts = (
        (counts.cells, f"{amount(counts.cells, 'cell')} of {amount(counts.changed, 'record')}"),
        (counts.added, f"{amount(counts.added, 'record')} added"),
        (counts.removed, f"{amount(counts.removed, 'record')} taken back"),
        (counts.emptied, f"{amount(counts.emptied, 'cell')} gone with a column"),
    )
    return ", ".join(part for number, part in parts if number) or "columns"


def _counted_new(events: Iterable[Event]) -> str:
    counts = count(events)
    filled = f"{amount(counts.filled, 'cell')} of new columns"
    parts = [f"{counts.added} added"] * bool(counts.added) + [filled] * bool(counts.filled)
    return ", ".join(parts)


def _listed(diff: Diff, events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        key = escaped(", ".join(event.key))
        if event.row is None:
            old, new = (escaped(cell or "") or "(empty)" for cell in (event.old, event.new))
            yield f"  - {key}: {escaped(event.field or '')}: {old} → {new}"
        else:
            yield f"  - {key}" + (" (taken back)" if event.op == "removed" else "")
    for name in (*diff.schema.added, *diff.schema.removed):
        yield f"  - column {escaped(name)}"
