"""adopt REPO PATH: every version of a CSV file in a git repository, as one history of changes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from pathlib import Path

from ..core import csv_table
from ..core.diagnostics import amount
from ..core.errors import InputError, UsageError
from ..core.progress import Progress
from ..diff import source
from ..diff.readers import Asked
from ..history import git, text
from ..history.git import Commit, Repository
from ..history.store import Store
from ..history.walk import CommitDiff, History


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("repository", metavar="REPO", help="the folder of a git repository")
    parser.add_argument("path", metavar="PATH", help="the path of a table in it")
    parser.add_argument(
        "--key", metavar="A,B", action="append", default=[], help="the columns that name a row"
    )
    parser.add_argument("--format", choices=("csv", "json", "sqlite"), default="csv")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="the SQLite store; later runs add to it"
    )


def run(args: argparse.Namespace) -> int:
    """Write the history, naming each version that was skipped; returns 0."""
    if not csv_table.columns_named(args.key, ()):
        raise UsageError("say which columns name a row: --key COLUMN, or --key A,B")
    if args.format == "sqlite" and not args.output:
        raise UsageError("say where the store is, or is to be: --output FILE")
    if args.format != "sqlite" and args.output:
        raise UsageError(f"{args.format} goes to standard output; --output is for --format sqlite")
    repository = git.find(args.repository)
    commits = git.history(repository, args.path)
    key = _key(args.key, repository, commits)
    if repository.shallow:
        print(
            f"{args.repository!r} is a shallow clone without its earlier commits;"
            " for all of them: git fetch --unshallow",
            file=sys.stderr,
        )
    if args.format == "sqlite":
        return _stored(repository, commits, key, args.output)
    with closing(_diffs(repository, commits, key)) as diffs:
        history = _useful(diffs, args.path, key)
        pieces = (
            text.as_csv(history, key)
            if args.format == "csv"
            else text.as_json(history, args.path, key)
        )
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
    return 0


def _key(
    words: Sequence[str], repository: Repository, commits: Sequence[Commit]
) -> tuple[str, ...]:
    """The columns that the words name in the newest version, or would name in any."""
    newest = next((commit for commit in reversed(commits) if commit.blob), None)
    if newest is None or not any("," in word for word in words):
        return tuple(csv_table.columns_named(words, words))
    (data,) = git.contents(repository, [str(newest.blob)])
    with ExitStack() as stack, suppress(InputError):
        header = source.from_bytes(data, newest.path, stack, Asked(words)).header()
        return tuple(csv_table.columns_named(words, header))
    return tuple(csv_table.columns_named(words, ()))


def _stored(
    repository: Repository, commits: Sequence[Commit], key: Sequence[str], output: Path
) -> int:
    """Add to the store what it does not hold."""
    with Store(output, key) as store:
        since, missing = store.new(commits)
        with closing(_diffs(repository, missing, key, since)) as diffs:
            path = commits[-1].path
            store.add(diffs if since else _useful(diffs, path, key))
    print(f"{output}: {amount(len(missing), 'commit')} added, {len(commits)} in all")
    return 0


def _diffs(
    repository: Repository,
    commits: Sequence[Commit],
    key: Sequence[str],
    since: Commit | None = None,
) -> Generator[CommitDiff, None, None]:
    """The diffs of the history, each version that was skipped named on standard error."""
    with Progress("reading") as progress:
        history = History(key)
        for done, diff in enumerate(history.diffs(repository, commits, since), 1):
            progress(done / len(commits))
            while history.notes:
                print(history.notes.pop(), file=sys.stderr)
            if diff.schema is None:
                commit = diff.commit
                print(
                    f"skipped {commit.hash} ({commit.committed_at}): {diff.skipped}",
                    file=sys.stderr,
                )
            yield diff


def _useful(diffs: Iterator[CommitDiff], path: str, key: Sequence[str]) -> Iterable[CommitDiff]:
    """The same diffs. Raises UsageError if no version can be used at all."""
    skipped: list[CommitDiff] = []
    for diff in diffs:
        if diff.schema:
            return chain(skipped, [diff], diffs)
        skipped.append(diff)
    raise UsageError(
        f"no version of {path!r} can be used with the key {','.join(key)}; the lines above say why;"
        " name a key that the file has: --key COLUMN, or --key A,B"
    )
