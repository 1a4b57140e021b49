"""The story of a file: what each commit changed in it.

Every version is compared with the last one that could be used, by the definition of a
difference in `revisioned.diff.sql`. The first one's rows are all added.

A column that one version has and the other has not counts as empty there. So a column that
comes is a changed cell in every row that has something in it, from "" to that, and nothing is
lost that a file ever said; one that goes is a change back to "". A column that only moves, or
comes and goes empty, is no event. Added and removed rows carry the columns of their own version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.errors import InputError
from ..diff.engines import sqlite
from ..diff.engines.base import UnsureError
from ..diff.model import Event, Shape
from . import git
from .git import Commit, Repository
from .version import Row, Version, judged


@dataclass(frozen=True)
class Chapter:
    """What one commit did: the `events` by key, and the columns before and after in `shape`; or
    no shape, and in `skipped` why its version cannot be used."""

    commit: Commit
    shape: Shape | None
    events: Sequence[Event] = ()
    skipped: str = ""


class Story:
    """The last version that could be used, and how each next one differs from it."""

    def __init__(self, key: Sequence[str]) -> None:
        self.key = tuple(key)
        self.version: Version | None = None

    def tell(
        self, repository: Repository, commits: Sequence[Commit], since: Commit | None = None
    ) -> Iterator[Chapter]:
        """A chapter for each of `commits`, oldest first; `since` is the commit before with the
        last version that could be used, if there is one."""
        asked = [*([since] if since else []), *commits]
        contents = git.contents(repository, [commit.blob for commit in asked if commit.blob])
        if since:
            self.advance(next(contents), since.path)
        for commit in commits:
            if commit.blob is None:
                yield Chapter(commit, None, skipped=commit.why)
                continue
            data = next(contents)
            try:
                shape, events = self.advance(data, commit.path)
            except InputError as error:
                yield Chapter(commit, None, skipped=_first(error))
            else:
                yield Chapter(commit, shape, events)
        contents.close()

    def advance(self, data: bytes, file: str) -> tuple[Shape, list[Event]]:
        """How the version with the content `data` differs from the last one, whose place it takes.
        Raises InputError, all staying as it was, where it cannot be used."""
        old = self.version
        columns = old.columns if old else ()
        if old:
            try:
                self.version, gone, come = old.followed(data)
            except UnsureError:
                pass
            else:
                same = Shape(self.key, columns, columns)
                return same, _events(same, gone, come)
        self.version = judged(data, file, self.key)
        shape = Shape(self.key, columns, self.version.columns)
        return shape, _events(shape, old.rows() if old else [], self.version.rows())


def _events(shape: Shape, old: list[Row], new: list[Row]) -> list[Event]:
    """The events between two lists of rows, columns of one side being empty on the other."""
    columns = shape.columns
    old, new = _widened(old, shape.old_columns, columns), _widened(new, shape.new_columns, columns)
    same = {*old} & {*new}
    gone, come = ([row for row in side if row not in same] for side in (old, new))
    if not gone and not come:
        return []
    wide = Shape(shape.key, columns, columns)
    own = {"added": shape.new_columns, "removed": shape.old_columns}
    return [
        event._replace(row=_widened([event.row], columns, own[event.op])[0]) if event.row else event
        for event in sqlite.struck(wide, gone, come)
    ]


def _widened(rows: list[Row], columns: Sequence[str], wanted: Sequence[str]) -> list[Row]:
    """The rows with the columns `wanted`, empty where there was no such column."""
    if tuple(columns) == tuple(wanted):
        return rows
    place = {name: index for index, name in enumerate(columns)}
    places = [place.get(name, len(columns)) for name in wanted]
    return [tuple([(*row, "")[at] for at in places]) for row in rows]


def _first(error: InputError) -> str:
    """The first thing that is wrong, and how many more there are."""
    more = len(error.findings) - 1
    return f"{error.findings[0]}" + (f" (and {more} more)" if more else "")
