"""Which two tables arguments of the command line name, and how to compare them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ..core import csv_table
from ..core.errors import InputError, UsageError
from ..descriptor.parse import DESCRIPTOR
from ..diff import source
from ..diff.compare import Options
from ..diff.readers import Asked
from ..diff.revisions import named, of_path, options, revisions
from ..diff.source import Source
from ..release.versions.versioning import VERSION

KEY_NEEDED = "say which columns name a record: --key COLUMN, or --key A,B"
REFUSED = (InputError, UsageError)
ABSENT = "/dev/null"


@dataclass(frozen=True)
class Sides:
    """What to compare and how, and whether a column that one side leaves empty is one line for
    people."""

    old: Source
    new: Source
    options: Options
    is_folded: bool = False


def are_packages(old: str, new: str) -> bool:
    """Whether both words name a release or the folder of a package. Raises UsageError where only
    one does."""
    found = [word for word in (old, new) if _is_package(word)]
    if len(found) == 1:
        raise UsageError(f"{found[0]} is a whole package; compare it with another one")
    return bool(found)


def _is_package(word: str) -> bool:
    path = Path(word)
    return (path / DESCRIPTOR).is_file() or bool(VERSION.fullmatch(word) and not path.exists())


def sides(args: argparse.Namespace, stack: ExitStack) -> Sides:
    """The two tables that the arguments of `diff` name. Raises UsageError and InputError."""
    words = (args.old, args.new)
    if args.old == args.new == "-":
        raise UsageError("standard input can be one side only")
    # Two files with a key need nothing of the package in this folder, and must not wait for it.
    are_files = bool(args.key) and all(Path(word).is_file() for word in words)
    known = {} if are_files else revisions(Path())
    declared = [named(word, known) for word in words]
    if args.delimiter and all(declared):
        raise UsageError("revisions are CSV with commas; leave out --delimiter")
    asked = Asked(args.key or next((side.key for side in declared if side), ()), args.delimiter)
    old, new = (
        Source(str(side.path), side.path) if side else _found(word, asked, stack)
        for word, side in zip(words, declared, strict=True)
    )
    found = [side for side in declared if side]
    if len({side.series for side in found}) > 1:
        raise UsageError(f"{args.old!r} and {args.new!r} are revisions of different series")
    given = asked_for(args, old.header(), new.header())
    if found:
        return Sides(old, new, options(found[-1], old, new, given), found[-1].is_folded)
    return Sides(old, new, _keyed(given, [word.rpartition(":")[2] for word in words]))


def sides_of_git(words: Sequence[str], args: argparse.Namespace, stack: ExitStack) -> Sides:
    """The two states of a file that git hands to an external diff. Raises UsageError and
    InputError."""
    path, old_file, new_file = words[0], words[1], words[4]
    asked = Asked(args.key, args.delimiter)
    read = {
        file: source.from_file(Path(file), path, stack, asked)
        for file in (old_file, new_file)
        if file != ABSENT
    }
    # A file that is not there has no records, and the columns of the other.
    (there, *_) = read.values()
    empty = csv_table.dump(there.header(), [])
    old, new = (
        read.get(file) or source.from_bytes(empty, path, stack) for file in (old_file, new_file)
    )
    return Sides(old, new, _keyed(asked_for(args, old.header(), new.header()), [path]))


def _found(word: str, asked: Asked, stack: ExitStack) -> Source:
    """The table that a word names: a file, or one at a git revision, such as HEAD~1:list.csv."""
    revision, colon, path = word.partition(":")
    if not colon or not revision or not path or word.startswith("-") or Path(word).exists():
        return source.find(word, stack, asked)
    from ..history import git

    return source.from_bytes(git.content(git.find("."), word), word, stack, asked)


def asked_for(args: argparse.Namespace, old: Sequence[str], new: Sequence[str]) -> Options:
    """What was asked for on the command line, by the columns of both sides."""
    known = [*old, *new]
    key, only, ignore = (
        csv_table.columns_named(words, known) for words in (args.key, args.only, args.ignore)
    )
    return Options(key, only, ignore, [pair(word, old, new) for word in args.rename])


def pair(word: str, old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """OLD=NEW as two names, either of which may have = in it. Raises UsageError."""
    parts = word.split("=")
    pairs = [("=".join(parts[:at]), "=".join(parts[at:])) for at in range(1, len(parts))]
    if not pairs:
        raise UsageError(f"--rename {word}: say OLD=NEW, a column's old name and its new one")
    return next((pair for pair in pairs if pair[0] in old and pair[1] in new), pairs[0])


def _keyed(given: Options, paths: Iterable[str]) -> Options:
    """The options with a key: the one given, or that of a file of the package in this folder.
    Raises UsageError where there is none."""
    if given.key:
        return given
    declared = next(filter(None, (of_path(Path(), path) for path in paths)), None)
    if declared is None:
        raise UsageError(KEY_NEEDED)
    return replace(given, key=declared.key, order=declared.columns, ranks=declared.ranks)
