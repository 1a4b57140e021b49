"""What a change of the tables means for the series that are derived from them."""

from __future__ import annotations

from collections.abc import Iterator

from ..core import atomic
from ..descriptor.model import Package
from ..diff.revisions import Revision, revisions
from ..diff.revisions_text import between


def differences(old: Package, new: Package) -> Iterator[str]:
    """For each revision of a derived series that is changed or new, how it differs from the old
    file, or from the revision before it."""
    before, after = revisions(old.root), revisions(new.root)
    for series in (item for item in new.series if item.derived):
        last: Revision | None = None
        for name, revision in after.items():
            if revision.series != series.name:
                continue
            was = before.get(name)
            if was and atomic.read(was.path) != atomic.read(revision.path):
                yield f"{between(was, revision)}\n"
            elif was is None and last is not None:
                yield f"{between(last, revision)}\n"
            last = revision
