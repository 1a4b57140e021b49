"""`comment BASE [HEAD]`: what a proposed change means, as a comment on a pull request."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ..core import atomic
from ..history import git
from ..release.versions.comment import on_lines, render
from ..release.versions.proposed import judge


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("base", metavar="BASE", help="the commit that the change is to go into")
    parser.add_argument("head", metavar="HEAD", nargs="?", default="HEAD", help="otherwise HEAD")
    parser.add_argument(
        "--annotations", type=Path, metavar="FILE", help="write the findings there, for the host"
    )


def run(args: argparse.Namespace) -> int:
    """Judge the change on a copy; nothing of it is run. Exit 1 where the check fails, or
    where the two states cannot be compared."""
    root = Path.cwd()
    repository = git.find(str(root))
    with tempfile.TemporaryDirectory() as folder:
        proposed = judge(root, repository, args.base, args.head, Path(folder))
    if args.annotations:
        lines = "".join(f"{line}\n" for line in on_lines(proposed, repository.prefix))
        atomic.replace(args.annotations, lines.encode())
    print(render(proposed), end="")
    return 0 if proposed.report.passed and not proposed.error else 1
