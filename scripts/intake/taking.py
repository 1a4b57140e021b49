"""A published text taken in: what is found in it, and the review of the printing it would be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scripts.errors import InputError, PackageError, UsageError
from scripts.findings import Finding
from scripts.intake import reading, review
from scripts.intake.acceptance import SOURCE
from scripts.intake.form import Form, form, names, printing
from scripts.intake.items import Dropped, find
from scripts.intake.matching import index_of
from scripts.intake.outcomes import Outcome, decide
from scripts.intake.proposal import propose
from scripts.package import Package, Resource
from scripts.records import edited, whole

# A text is this list if at least a third of its items are matched, and a tenth of the list.
SHARE_OF_ITEMS, SHARE_OF_LIST = 3, 10
MOST_ITEMS = 1000
HASH = "sha256"


@dataclass(frozen=True)
class Taken:
    """What was found in a text."""

    outcomes: tuple[Outcome, ...]
    dropped: tuple[Dropped, ...]

    @property
    def matched(self) -> int:
        """How many items are matched."""
        return sum(outcome.result == "matched" for outcome in self.outcomes)


@dataclass(frozen=True)
class Wanted:
    """What the printing is to be called: its `revision` and `title`, the `source` and the cells
    of its record where it is new, and the revision to lay it `against` (otherwise the newest)."""

    revision: str
    title: str
    source: str
    source_cells: Mapping[str, str]
    against: str = ""


def take(path: Path, package: Package, declared: Form) -> Taken:
    """What is found in the file. Raises InputError where it cannot be read."""
    known = list(names(package, declared))
    index = index_of(known)
    # The same text is asked for often while items are looked for.
    known_as = lru_cache(maxsize=None)(index.known)
    roles = {column: role for role, column in declared.columns.items()}
    roles |= dict.fromkeys(declared.languages.values(), "name")
    found = find(reading.read(path), known_as, roles)
    if len(found.items) > MOST_ITEMS:
        reason = f"{len(found.items)} items; at most {MOST_ITEMS} are matched: cut the list out"
        raise InputError([Finding(path.name, None, None, reason, "unreadable")])
    return Taken(tuple(decide(found.items, index)), found.dropped)


def proposal(
    path: Path, taken: Taken, wanted: Wanted, package: Package, series: str | None = None
) -> bytes:
    """The review file for what was taken in. Raises PackageError where the text is not this list,
    UsageError for words that do not fit the package."""
    declared = form(package, series)
    against = _against(package, declared, wanted.against)
    records = printing(package, against)
    matched, found = taken.matched, len(taken.outcomes)
    if matched * SHARE_OF_ITEMS < max(found, 1) or matched * SHARE_OF_LIST < len(records):
        raise PackageError(
            f"{path.name} is not this list: {matched} of its {found} items are names of bodies "
            f"that the package knows, and the list has {len(records)}; --dry-run shows them"
        )
    entries = propose(
        taken.outcomes, taken.dropped, declared, list(names(package, declared)), records
    )
    settings = _settings(path, wanted, package, declared, against)
    return review.dump(settings, entries, declared)


def _against(package: Package, declared: Form, revision: str) -> Resource:
    revisions = package.revisions(declared.series)
    if not revision:
        return revisions[-1]
    wanted = revision.removeprefix(f"{declared.series}/")
    for resource in revisions:
        if resource.revision == wanted:
            return resource
    known = ", ".join(f"{declared.series}/{resource.revision}" for resource in revisions)
    raise UsageError(f"there is no revision {revision!r} to compare with; there are: {known}")


def _settings(
    path: Path, wanted: Wanted, package: Package, declared: Form, against: Resource
) -> dict[str, str]:
    if any(item.revision == wanted.revision for item in package.revisions(declared.series)):
        raise UsageError(
            f"{declared.series}/{wanted.revision} is in the package; give another --revision"
        )
    sources = edited(package, declared.sources.name)
    (key,) = sources.schema.primary_key
    rows = printing(package, sources)
    cells = dict(wanted.source_cells)
    if wanted.source not in rows:
        if HASH in sources.schema.columns:
            cells.setdefault(HASH, hashlib.sha256(path.read_bytes()).hexdigest())
        record = whole(sources, {**cells, key: wanted.source})
        empty = [f.name for f in sources.schema.fields if f.required and not record[f.name]]
        if empty:
            words = " ".join(f"{name}=…" for name in empty)
            raise UsageError(
                f"{wanted.source!r} is not in {declared.sources.name}; a new source needs more: "
                f"--source {wanted.source} {words}"
            )
    elif cells:
        raise UsageError(f"{wanted.source} is in {declared.sources.name}; give its name alone")
    return {
        "series": declared.series,
        "revision": wanted.revision,
        "title": wanted.title,
        "against": f"{declared.series}/{against.revision}",
        "source": wanted.source,
        **{SOURCE + name: value for name, value in cells.items()},
    }
