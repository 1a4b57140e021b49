"""What a printing is to be called and where it comes from, and the review to be answered for it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import UsageError
from ...descriptor.model import Package, Resource
from ...edit.records import by_key, edited, with_defaults
from ...edit.revision import name_fault
from ..mapping import Form, names
from ..pipeline import Taken
from . import review_file
from .propose import propose

HASH = "sha256"


@dataclass(frozen=True)
class Wanted:
    """What the printing is to be called: its `revision` and `title`, the `source` and the cells
    of its record where it is new, and the revision to lay it `against` (otherwise the newest)."""

    revision: str
    title: str
    source: str
    source_cells: Mapping[str, str]
    against: str = ""


def proposal(path: Path, taken: Taken, wanted: Wanted, package: Package, declared: Form) -> bytes:
    """The review file for what was taken in. Raises UsageError for arguments that do not fit
    the package."""
    against = _against(package, declared, wanted.against)
    settings = {
        "series": declared.series,
        "revision": _revision(package, declared, wanted.revision),
        "title": wanted.title,
        "against": f"{declared.series}/{against.revision}",
        "source": wanted.source,
    }
    for name, value in _source(path, wanted, package, declared).items():
        settings[review_file.SOURCE + name] = value
    known, records = list(names(package, declared)), by_key(package, against)
    entries = propose(taken.outcomes, taken.dropped, declared, known, records)
    return review_file.dump(settings, entries, declared)


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


def _revision(package: Package, declared: Form, revision: str) -> str:
    fault = name_fault(revision, package)
    if fault:
        raise UsageError(f"--revision {fault}")
    if any(item.revision == revision for item in package.revisions(declared.series)):
        raise UsageError(f"{declared.series}/{revision} is in the package; give another --revision")
    return revision


def _source(path: Path, wanted: Wanted, package: Package, declared: Form) -> Mapping[str, str]:
    """The cells of the source where it is new; none where the package has it."""
    sources = edited(package, declared.sources.name)
    (key,) = sources.schema.primary_key
    known = by_key(package, sources).get(wanted.source)
    cells = dict(wanted.source_cells)
    if known and cells:
        raise UsageError(f"{wanted.source} is in {sources.name}; give its name alone")
    if known is None and HASH in sources.schema.columns:
        cells.setdefault(HASH, hashlib.sha256(path.read_bytes()).hexdigest())
    record = known or with_defaults(sources, {**cells, key: wanted.source})
    empty = [f.name for f in sources.schema.fields if f.required and not record[f.name]]
    if empty:
        words = " ".join(f"{name}=…" for name in empty)
        raise UsageError(
            f"{wanted.source!r} is not in {sources.name}; a new source needs more: "
            f"--source {wanted.source} {words}"
        )
    lang = record.get(declared.names.lang, "").split("-")[0]
    if lang and lang not in declared.languages:
        have = ", ".join(declared.languages)
        raise UsageError(
            f"{declared.series} has columns for names in {have}; for a printing in {lang}, add one "
            f"to {declared.schema} and to `languages` of its `intake` in the descriptor"
        )
    return cells
