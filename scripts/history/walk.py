"""The history of a file: what each commit changed in it.

Every version is compared with the last one that could be used, as `revisioned.diff.sql` defines a
difference. All rows of the first version are added.

Columns that are added, removed or renamed are events, and so are the cells of an added or removed
column, so that nothing is lost. A column that only moves is not an event. Added and removed rows
have the columns of their own version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.errors import InputError
from ..diff import source
from ..diff.compare import Options, compare_rows
from ..diff.engines.csv_blocks import FastPathUnsupportedError
from ..diff.model import DiffSchema, Event
from . import git
from .git import Commit, Repository
from .snapshot import Row, Version, read_version

Side = tuple[Sequence[str], Sequence[Row]]
"""The columns of a version, and the rows of it that are compared."""


@dataclass(frozen=True)
class CommitDiff:
    """What one commit changed: the `events` by key, and the columns before and after in `schema`.
    If its version cannot be used, there is no schema, and `skipped` says why."""

    commit: Commit
    schema: DiffSchema | None
    events: Sequence[Event] = ()
    skipped: str = ""


class History:
    """The last version that could be used, and how each next one differs from it. `notes` tell
    people how the versions were read."""

    def __init__(self, key: Sequence[str]) -> None:
        self.key = tuple(key)
        self.version: Version | None = None
        self.notes: list[str] = []
        self._noted: tuple[str, ...] = ()

    def diffs(
        self, repository: Repository, commits: Sequence[Commit], since: Commit | None = None
    ) -> Iterator[CommitDiff]:
        """A diff for each of `commits`, oldest first. `since` is the earlier commit with the last
        version that could be used, if there is one."""
        asked = [*([since] if since else []), *commits]
        contents = git.contents(repository, [commit.blob for commit in asked if commit.blob])
        if since:
            self.advance(next(contents), since.path)
        for commit in commits:
            if commit.blob is None:
                yield CommitDiff(commit, None, skipped=commit.why)
                continue
            data = next(contents)
            try:
                schema, events = self.advance(data, commit.path)
            except InputError as error:
                yield CommitDiff(commit, None, skipped=_first(error))
            else:
                yield CommitDiff(commit, schema, events)
        contents.close()

    def advance(self, data: bytes, file: str) -> tuple[DiffSchema, list[Event]]:
        """How the version with the content `data` differs from the last one, which it replaces.
        Raises InputError, and replaces nothing, where it cannot be used."""
        data, notes = source.plain(data, file, self.key)
        if notes and notes != self._noted:
            self.notes, self._noted = [*notes], notes
        old = self.version
        if old:
            try:
                self.version, gone, come = old.next_version(data)
            except FastPathUnsupportedError:
                pass
            else:
                return self._events((old.columns, gone), (old.columns, come))
        new = read_version(data, file, self.key)
        self.version = new
        if old is None:
            return self._events((new.columns, []), (new.columns, new.rows()))
        return self._events((old.columns, old.rows()), (new.columns, new.rows()))

    def _events(self, old: Side, new: Side) -> tuple[DiffSchema, list[Event]]:
        if old[0] == new[0]:
            same = {*old[1]} & {*new[1]}
            old, new = (
                (names, [row for row in rows if row not in same]) for names, rows in (old, new)
            )
        diff = compare_rows(old, new, Options(self.key))
        return diff.schema, list(diff.events)


def _first(error: InputError) -> str:
    """The first fault, and how many more there are."""
    more = len(error.findings) - 1
    return f"{error.findings[0]}" + (f" (and {more} more)" if more else "")
