"""The plain files of one commit, read from git. Nothing is checked out: no link is followed, no
filter runs, and no file of a proposal is put where it could be run."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from posixpath import relpath

from ..core import git
from ..core.errors import UsageError
from .git import Repository, contents

# The mode of plain files. Links, submodules and programs are not data.
PLAIN = b"100644"
MAX_BYTES = 64 << 20


def commit(repository: Repository, name: str) -> str:
    """The hash of the commit of that name. Raises UsageError if git has no such commit."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    reason = f"no commit {name!r} here; name a branch, a tag or a hash, or fetch it"
    return _hash(repository, words, reason)


def common(repository: Repository, base: str, head: str) -> str:
    """The last common ancestor of two commits. Raises UsageError if they have none."""
    reason = f"{base} and {head} have no commit in common; fetch their history"
    return _hash(repository, ("merge-base", base, head), reason)


def files(repository: Repository, commit: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The bytes of each plain file in the folder of the repository whose path is wanted; paths
    start from there. Raises UsageError where they have more than MAX_BYTES together, or where a
    path would lead out."""
    listed = _bytes(repository, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
    blobs: dict[str, str] = {}
    size = 0
    for entry in listed.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        path = os.fsdecode(name)
        if not about.startswith(PLAIN) or not path.startswith(repository.prefix):
            continue
        path = path.removeprefix(repository.prefix)
        if wanted(path):
            _require_inside(path, commit)
            _, _, blob, length = about.split()
            blobs[path], size = blob.decode(), size + int(length)
    if size > MAX_BYTES:
        raise UsageError(f"the files of {commit} are more than {MAX_BYTES >> 20} MB together")
    return dict(zip(blobs, contents(repository, blobs.values()), strict=True))


def _require_inside(path: str, commit: str) -> None:
    """Raise UsageError for a path that git does not make itself, but lists where somebody made
    one."""
    if ".." in re.split(r"[/\\]", path):
        raise UsageError(f"{path!r} in {commit} leads out of the package; nothing of it is read")


def paths(repository: Repository, commit: str) -> dict[str, str]:
    """Every path of the commit, with its mode, type and hash. Paths start from the folder of the
    repository; those outside begin with `../`."""
    listed = _bytes(repository, "ls-tree", "-r", "-z", "--full-tree", commit)
    entries = (entry.partition(b"\t") for entry in listed.split(b"\0") if entry)
    start = repository.prefix or "."
    return {relpath(os.fsdecode(name), start): about.decode() for about, _, name in entries}


def _hash(repository: Repository, words: Sequence[str], reason: str) -> str:
    """The hash that git prints. Raises UsageError with git's reason where it fails."""
    done = git.run("--git-dir=.", *words, folder=repository.folder)
    if done.returncode or not done.stdout.strip():
        raise UsageError(reason)
    return os.fsdecode(done.stdout).strip()


def _bytes(repository: Repository, *words: str) -> bytes:
    done = git.run("--git-dir=.", *words, folder=repository.folder)
    if done.returncode:
        raise UsageError(os.fsdecode(done.stderr).strip())
    return done.stdout
