"""The versions of a list, oldest first: a file for each, or the history of one file in git."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ..core import csv_table
from ..core.diagnostics import amount
from ..core.errors import InputError, UsageError
from ..diff import source
from ..diff.readers import Asked, is_table
from ..history import git, states
from . import naming

Read = tuple[tuple[str, ...], tuple[csv_table.Record, ...]]


@dataclass(frozen=True)
class Version:
    """One version as it was read: its revision's name, where it is from, the columns, each record
    with its line (or its number, where the file has no lines), and whether it is that of a
    commit."""

    revision: str
    origin: str
    columns: tuple[str, ...]
    records: tuple[csv_table.Record, ...]
    is_commit: bool = False


@dataclass(frozen=True)
class Skipped:
    """A version that is left out, and why."""

    origin: str
    why: str

    def __str__(self) -> str:
        return f"{self.origin}: left out: {self.why}"


def tables(word: str) -> list[str]:
    """The files that an argument names: the tables of a folder by their suffixes, sorted, or the
    one file. Raises UsageError where a folder has none."""
    if not Path(word).is_dir():
        return [word]
    files = [file for file in sorted(Path(word).iterdir()) if file.is_file()]
    found = [str(file) for file in files if file.name[0] != "." and is_table(file.name)]
    if not found:
        raise UsageError(f"{word} has no table in it, such as a .csv or an .xlsx file; name a file")
    return found


def from_files(words: Sequence[str], revisions: Sequence[str], key: Sequence[str]) -> list[Version]:
    """A version for each file, named by `revisions`, else by the day in its file name. Raises
    UsageError where neither names it, InputError where a file cannot be read."""
    # First of all, whether they are there.
    with ExitStack() as stack:
        read = [_read(source.find(word, stack, Asked(key))) for word in words]
    names = list(revisions) or [naming.day(Path(word).name) for word in words]
    if len(names) != len(words):
        raise UsageError(
            f"{amount(len(words), 'file')}, but {len(names)} --revision; name one for each"
        )
    for word, name in zip(words, names, strict=True):
        if not name:
            raise UsageError(
                f"{word!r} has no day in its name; name a revision for each file: --revision NAME"
            )
    order = sorted(range(len(words)), key=lambda number: names[number])
    distinct = naming.distinct(names[number] for number in order)
    return [
        Version(name, Path(words[number]).name, *read[number])
        for name, number in zip(distinct, order, strict=True)
    ]


def from_repository(
    folder: str, path: str, last: int | None, key: Sequence[str]
) -> tuple[list[Version], list[Skipped]]:
    """A version for each commit that changed the file, or `last` of them, spread evenly with the
    first and the newest; and those that are left out. Raises UsageError where there is no such
    history, the file has another name by now, or no version can be read."""
    repository = git.find(folder)
    skipped: list[Skipped] = []
    found: list[Version] = []
    commits = []
    for commit in git.history(repository, path):
        if commit.renamed_to:
            raise UsageError(
                f"{path!r} was renamed to {commit.renamed_to!r} in {commit.hash[:12]};"
                " give that name"
            )
        if commit.blob is None:
            skipped.append(Skipped(commit.hash[:12], commit.why))
        else:
            commits.append(commit)
    chosen = [commits[number] for number in spread(len(commits), last)]
    contents = git.contents(repository, [str(commit.blob) for commit in chosen])
    for commit, data in zip(chosen, contents, strict=True):
        name = f"{commit.hash[:12]}:{commit.path}"
        try:
            found.append(Version(commit.committed_at[:10], name, *_parse(data, name, key), True))
        except InputError as error:
            skipped.append(Skipped(name, str(error).removeprefix(f"{name}: ")))
    if not found:
        raise UsageError("\n".join([f"no version of {path!r} can be read", *map(str, skipped)]))
    names = naming.distinct(version.revision for version in found)
    return [
        replace(version, revision=name) for name, version in zip(names, found, strict=True)
    ], skipped


def from_store(path: Path, last: int | None) -> tuple[list[Version], list[Skipped]]:
    """The same from a store of `adopt`. Raises UsageError where it has no version."""
    told = [*states.states(path)]
    skipped = [Skipped(item.hash[:12], item.skipped) for item in told if item.skipped]
    used = [item for item in told if not item.skipped]
    if not used:
        raise UsageError("\n".join([f"{path} has no version that can be used", *map(str, skipped)]))
    chosen = [used[number] for number in spread(len(used), last)]
    names = naming.distinct(item.committed_at[:10] for item in chosen)
    return [
        Version(
            name,
            f"{item.hash[:12]}:{item.path}",
            item.columns,
            tuple((number, [*row]) for number, row in enumerate(item.rows, 1)),
            is_commit=True,
        )
        for name, item in zip(names, chosen, strict=True)
    ], skipped


def renamed(versions: Sequence[Version], names: Mapping[str, str]) -> list[Version]:
    """The versions with columns called as `names` says, by their headers. Raises UsageError where
    no version has such a header, or one has a column of the other name too."""
    for header, name in names.items():
        having = [version for version in versions if header in version.columns]
        if not having:
            known = dict.fromkeys(column for version in versions for column in version.columns)
            raise UsageError(
                f"--rename: no column is called {header!r}; there are: {', '.join(known)}"
            )
        for version in having:
            if name in version.columns:
                raise UsageError(
                    f"--rename: {version.origin} has both {header!r} and {name!r}; rename a column"
                    " to one that its version does not have"
                )
    return [
        replace(version, columns=tuple(names.get(header, header) for header in version.columns))
        for version in versions
    ]


def spread(count: int, wanted: int | None) -> list[int]:
    """`wanted` numbers below `count`, spread as evenly as possible, with the first and the last."""
    if wanted is None or wanted >= count:
        return list(range(count))
    if wanted == 1:
        return [count - 1]
    return [round(number * (count - 1) / (wanted - 1)) for number in range(wanted)]


def _parse(data: bytes, name: str, key: Sequence[str]) -> Read:
    with ExitStack() as stack:
        return _read(source.from_bytes(data, name, stack, Asked(key)))


def _read(found: source.Source) -> Read:
    columns = found.header()
    with found.open() as file:
        records = tuple(found.records_below(file))
    faults = [csv_table.ragged_fault(record, columns, found.name) for record in records]
    if ragged := [fault for fault in faults if fault]:
        raise InputError(ragged)
    return columns, records
