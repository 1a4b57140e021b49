"""What git knows of the state that is released; verifying a release does not need git."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core import git
from ..core.errors import PackageError

BEGIN = (
    "Where the folder is not in git yet: git init && git add -A && git commit -m 'The list so far'"
)


def require_clean(root: Path, released: Iterable[str]) -> None:
    """Pass in silence, or raise PackageError naming what is not committed, ignored files that
    would be released too."""
    if changed := _changed(root):
        raise PackageError(f"{changed}\nNot committed; commit or remove these changes first.")
    # Paths from the folder, which may be inside a repository.
    tracked = set(_git(root, "ls-files", "-z").split("\0"))
    ignored = [path for path in released if path not in tracked]
    if ignored:
        raise PackageError(
            "\n".join(
                f"{path}: would be released, but git ignores it; change .gitignore"
                for path in ignored
            )
        )


def left(root: Path, version: str) -> list[str]:
    """The commands of git that a release still needs when it is written."""
    tag = f"v{version}"
    steps = [f"git tag {tag}"] if not _git(root, "tag", "--list", tag) else []
    if _changed(root):
        steps[:0] = ["git add .", f"git commit -m 'Release {version}'"]
    return steps


def _changed(root: Path) -> str:
    """What is not committed in the folder; around it may be a larger repository."""
    words = ("status", "--porcelain", "--untracked-files=all", "--", ".")
    return _git(root, *git.without_filters(root), *words)


def day(root: Path) -> str:
    """The day of the last commit, in its author's time zone, and not today, so that the same commit
    gives the same release. Raises PackageError where there is no commit."""
    return _git(root, "log", "-1", "--format=%ad", "--date=short")


def _git(root: Path, *words: str) -> str:
    try:
        done = git.run("-C", str(root), *words)
    except FileNotFoundError:
        raise PackageError("git is needed to make a release; install it") from None
    if done.returncode:
        said = done.stderr.decode(errors="backslashreplace").strip().splitlines()[:1]
        reason = "".join(said) or "it fails"
        raise PackageError(f"a release is made from a commit, but git says: {reason}\n{BEGIN}")
    return done.stdout.decode(errors="backslashreplace").strip("\n")
