"""The difference between two revisions of a series, as people read it after a command."""

from __future__ import annotations

from dataclasses import replace

from scripts.diff.compare import Options, compare
from scripts.diff.onesided import one_sided
from scripts.diff.render import text
from scripts.diff.revisions import Revision
from scripts.diff.source import Source


def between(old: Revision, new: Revision) -> str:
    """The difference as text; the two may be of different copies of the package."""
    before, after = (Source(revision.name, revision.path) for revision in (old, new))
    options = Options(new.key, ignore=new.ignore, order=new.columns)
    diff = compare(before, after, options).whole()
    if new.is_folded:
        diff = replace(diff, one_sided=one_sided(diff, before, after))
    return "".join(text.render(diff))
