"""The difference between two revisions of a series, as text for people after a command."""

from __future__ import annotations

from . import sparse_columns
from .compare import compare
from .formats import text
from .revisions import Revision, options
from .source import Source


def between(old: Revision, new: Revision) -> str:
    """The difference as text. The two may be from different copies of the package."""
    before, after = (Source(revision.name, revision.path) for revision in (old, new))
    diff = compare(before, after, options(new, before, after)).whole()
    return "".join(text.render(sparse_columns.folded(diff) if new.is_folded else diff))
