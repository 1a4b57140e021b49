"""adopt REPO PATH: every version of a CSV file in a git repository, as one story of changes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from pathlib import Path

from ..core import csv_table
from ..core.errors import InputError, UsageError
from ..core.progress import Progress
from ..diff import source
from ..diff.readers import Asked
from ..history import git, text
from ..history.git import Commit, Repository
from ..history.store import Store
from ..history.walk import Chapter, Story


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("repository", metavar="REPO", help="the folder of a git repository")
    parser.add_argument("path", metavar="PATH", help="a table in it, from that folder on")
    parser.add_argument(
        "--key", metavar="A,B", action="append", default=[], help="the columns that name a row"
    )
    parser.add_argument("--format", choices=("csv", "json", "sqlite"), default="csv")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="the SQLite store, to which later runs add"
    )


def run(args: argparse.Namespace) -> int:
    """Write the story, naming each version that was skipped; returns 0."""
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
            f"{args.repository!r} is a shallow clone: what came before is not in it."
            " For all of it: git fetch --unshallow",
            file=sys.stderr,
        )
    if args.format == "sqlite":
        return _stored(repository, commits, key, args.output)
    with closing(_told(repository, commits, key)) as chapters:
        story = _useful(chapters, args.path, key)
        pieces = (
            text.as_csv(story, key) if args.format == "csv" else text.as_json(story, args.path, key)
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
        header = source.held(data, newest.path, stack, Asked(words)).header()
        return tuple(csv_table.columns_named(words, header))
    return tuple(csv_table.columns_named(words, ()))


def _stored(
    repository: Repository, commits: Sequence[Commit], key: Sequence[str], output: Path
) -> int:
    """Add to the store what it does not hold."""
    with Store(output, key) as store:
        since, missing = store.new(commits)
        with closing(_told(repository, missing, key, since)) as chapters:
            path = commits[-1].path
            store.add(chapters if since else _useful(chapters, path, key))
    print(f"{output}: {len(missing)} commits added, {len(commits)} in all")
    return 0


def _told(
    repository: Repository,
    commits: Sequence[Commit],
    key: Sequence[str],
    since: Commit | None = None,
) -> Generator[Chapter, None, None]:
    """The chapters of the story, each version that was skipped named on standard error."""
    with Progress("reading") as progress:
        story = Story(key)
        for done, chapter in enumerate(story.tell(repository, commits, since), 1):
            progress(done / len(commits))
            while story.notes:
                print(story.notes.pop(), file=sys.stderr)
            if chapter.shape is None:
                commit = chapter.commit
                print(
                    f"skipped {commit.hash} ({commit.committed_at}): {chapter.skipped}",
                    file=sys.stderr,
                )
            yield chapter


def _useful(chapters: Iterator[Chapter], path: str, key: Sequence[str]) -> Iterable[Chapter]:
    """The same chapters. Raises UsageError if no version can be used at all."""
    skipped: list[Chapter] = []
    for chapter in chapters:
        if chapter.shape:
            return chain(skipped, [chapter], chapters)
        skipped.append(chapter)
    raise UsageError(
        f"no version of {path!r} can be used with the key {','.join(key)}; see above why, and"
        " name a key that the file has: --key COLUMN, or --key A,B"
    )
