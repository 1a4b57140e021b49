"""The difference between two revisions of a series, as people read it after a command."""

from __future__ import annotations

from dataclasses import replace

from .compare import Options, compare
from .formats import text
from .revisions import Revision
from .source import Source
from .sparse_columns import one_sided


def between(old: Revision, new: Revision) -> str:
    """The difference as text; the two may be of different copies of the package."""
    before, after = (Source(revision.name, revision.path) for revision in (old, new))
    options = Options(new.key, ignore=new.ignore, order=new.columns)
    diff = compare(before, after, options).whole()
    if new.is_folded:
        diff = replace(diff, one_sided=one_sided(diff, before, after))
    return "".join(text.render(diff))
