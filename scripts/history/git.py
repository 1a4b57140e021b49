"""What git knows about one file: which commits touched it, and its content in each.

One process lists the commits, another gives all contents. The settings of the user or the
repository do not matter: see core/git.py.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import normpath, relpath
from typing import IO, cast

from ..core import git
from ..core.errors import UsageError

# The size of the pipe in bytes: by default it is smaller than most versions, and git would wait.
PIPE = 1 << 20
ABSENT = "absent: this commit removes the file"
LOG = (
    *("--git-dir=.", "--literal-pathspecs", "-c", "log.showRoot=true", "log"),
    *("--follow", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "-M50%", "-l1000", "--format=commit %H%x00%cI"),
)


@dataclass(frozen=True)
class Repository:
    """A repository: its git folder, and as `prefix` the folder in its tree that paths start
    from."""

    name: str
    folder: Path
    prefix: str
    shallow: bool


@dataclass(frozen=True)
class Commit:
    """A commit that touched the file. `blob` is the hash of the file's content after it, or None
    if it has none, and `why` says why; `renamed_to` is what the newest commit calls the file."""

    hash: str
    committed_at: str
    path: str
    blob: str | None
    why: str = ""
    renamed_to: str = ""


def find(name: str) -> Repository:
    """The repository that the folder `name` belongs to. Raises UsageError if there is none."""
    words = ["--absolute-git-dir", "--is-shallow-repository", "--show-prefix"]
    done = _run("-C", name, "rev-parse", *words)
    if done.returncode:
        reason = os.fsdecode(done.stderr).strip()
        raise UsageError(f"{name!r}: {reason}\nName the folder of a git repository.")
    folder, shallow, prefix = os.fsdecode(done.stdout).split("\n")[:3]
    return Repository(name, Path(folder), prefix, shallow == "true")


def history(repository: Repository, path: str) -> list[Commit]:
    """The commits that touched the file, oldest first, among the first parents of HEAD.

    Renames are followed to the earlier name. Copies are not: the original has a history of its own.
    Raises UsageError where no commit has such a file.
    """
    place = normpath(repository.prefix + path)
    if place.startswith(("/", "../")):
        raise UsageError(f"{path!r} is outside {repository.name!r}; name a file inside it")
    named = place
    commits: list[Commit] = []
    start: str | None = "HEAD"
    while start:
        start, place = _listed(repository, start, place, commits)
    if not commits:
        raise UsageError(f"no commit of {repository.name!r} has a file {path!r}; check its name")
    if commits[0].why == ABSENT and (name := _renamed_to(repository, commits[0].hash, named)):
        why = f"absent: this commit renames the file to {name!r}"
        commits[0] = replace(commits[0], why=why, renamed_to=name)
    return commits[::-1]


def _renamed_to(repository: Repository, commit: str, place: str) -> str:
    """What the commit renames the file to, as `history` takes it; empty if it does not."""
    words = ("diff-tree", "-r", "-z", "--name-status", "-M50%", "-l1000", f"{commit}^", commit)
    done = _run("--git-dir=.", *words, folder=repository.folder)
    tokens = iter(os.fsdecode(done.stdout).split("\0"))
    for status in tokens:
        if status.startswith("R") and next(tokens) == place:
            return relpath(next(tokens), repository.prefix or ".")
        next(tokens, None)
    return ""


def _listed(
    repository: Repository, start: str, place: str, commits: list[Commit]
) -> tuple[str | None, str]:
    """Append the commits from `start` back, newest first. At a copy git would continue with the
    original; then returns the commit and the name to continue with instead."""
    done = _run(*LOG, start, "--", place, folder=repository.folder)
    if done.returncode:
        reason = os.fsdecode(done.stderr).strip()
        raise UsageError(f"git cannot list the commits of {repository.name!r}: {reason}")
    tokens = iter(os.fsdecode(done.stdout).split("\0"))
    number = moment = ""
    for token in tokens:
        if token.startswith("commit "):
            number, moment = token.removeprefix("commit "), _iso(next(tokens))
        elif token.startswith(("\n:", ":")):
            _, mode, _, blob, status = token.lstrip("\n:").split(" ")
            before = next(tokens)
            after = next(tokens) if status[0] in "RC" else before
            if after != place:
                raise UsageError(f"{place!r} is a folder in {repository.name!r}; name a file")
            commits.append(_commit(number, moment, place, mode, blob))
            if status[0] == "C":
                return f"{number}^", place
            place = before
    return None, place


def _commit(number: str, moment: str, path: str, mode: str, blob: str) -> Commit:
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if mode == "000000":
        return Commit(number, moment, shown, None, ABSENT)
    if not mode.startswith("100"):
        return Commit(number, moment, shown, None, "a link or a submodule, not a file")
    return Commit(number, moment, shown, blob)


def _iso(moment: str) -> str:
    """The moment with `+00:00` for UTC, as older versions of git write it."""
    return moment.removesuffix("Z") + "+00:00" if moment.endswith("Z") else moment


def content(repository: Repository, name: str) -> bytes:
    """The file that a name such as HEAD~1:list.csv means. Raises UsageError where git has none."""
    found = _run("--git-dir=.", "rev-parse", "--verify", name, folder=repository.folder)
    if found.returncode:
        raise UsageError(
            f"git has no file {name!r}; check the commit, and the path, which starts at the top"
            " folder of the repository"
        )
    blob = os.fsdecode(found.stdout).strip()
    kind = _run("--git-dir=.", "cat-file", "-t", blob, folder=repository.folder)
    if kind.stdout.strip() == b"tree":
        raise UsageError(f"{name!r} is a folder; name a file in it")
    (data,) = contents(repository, [blob])
    return data


def contents(repository: Repository, blobs: Iterable[str]) -> Generator[bytes, None, None]:
    """The content for each of these hashes, in order, one in memory at a time.

    The next one is requested before one is yielded, so that git unpacks while we compare. Raises
    UsageError where the repository lacks one.
    """
    with subprocess.Popen(  # noqa: S603 - the words are ours, and no shell reads them
        git.command("--git-dir=.", "cat-file", "--batch"),
        cwd=repository.folder,
        env=git.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pipesize=PIPE,
    ) as process:
        questions, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        asked = 0
        for blob in blobs:
            questions.write(blob.encode() + b"\n")
            questions.flush()
            asked += 1
            if asked > 1:
                yield _answer(answers, repository)
        if asked:
            yield _answer(answers, repository)


def _answer(answers: IO[bytes], repository: Repository) -> bytes:
    words = answers.readline().split()
    if len(words) != 3:
        raise UsageError(
            f"{repository.name!r} lacks a version of the file ({b' '.join(words).decode()});"
            " the clone is partial or damaged: clone it whole, then run again"
        )
    content = answers.read(int(words[2]))
    answers.read(1)
    return content


def _run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return git.run(*words, folder=folder)
    except FileNotFoundError:
        raise UsageError(
            "git is not installed here; install it (on Debian: apt install git)"
        ) from None
