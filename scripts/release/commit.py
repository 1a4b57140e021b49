"""What git knows of the state that is released; verifying a release never asks it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from ..core.errors import PackageError


def require_clean(root: Path, released: Iterable[str]) -> None:
    """Pass in silence, or raise PackageError naming what is not committed, ignored files that
    would be released too."""
    if changed := _git(root, "status", "--porcelain", "--untracked-files=all"):
        raise PackageError(f"{changed}\nNot committed; commit this first, or put it away.")
    tracked = set(_git(root, "ls-files", "-z", "--full-name").split("\0"))
    ignored = [path for path in released if path not in tracked]
    if ignored:
        raise PackageError(
            "\n".join(f"{path}: would be released, but git ignores it" for path in ignored)
        )


def day(root: Path) -> str:
    """The day of the last commit, in its author's own time: no clock, so that the same commit gives
    the same release. Raises PackageError where there is no commit."""
    return _git(root, "log", "-1", "--format=%ad", "--date=short")


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        raise PackageError("git is needed to make a release; install it") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()[:1]
        reason = "".join(said) or "it fails"
        raise PackageError(f"a release is made from a commit, but git says: {reason}") from None
    return done.stdout.strip("\n")
