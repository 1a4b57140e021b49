"""`static`: the whole site as a folder of files, for any host of files."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..core.diagnostics import amount
from ..core.errors import UsageError
from ..core.progress import Progress, stage
from ..descriptor.load import load
from ..site import app
from ..site.base import homepage
from ..site.edition.write import write
from ..site.masked import SQLITE, mask
from ..site.site import site

MAX_LISTED = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", help="the folder to write: a new one, or an earlier edition"
    )
    parser.add_argument(
        "--base",
        metavar="URL",
        default="",
        help="the address of the site, for absolute links; they are relative by default",
    )


def run(args: argparse.Namespace) -> int:
    """Write the static edition of the package that is built in the current folder."""
    mask(*SQLITE)
    # No page is made with it, and a copy of this process would lack the thread that it begins.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    root = Path.cwd()
    base = args.base.rstrip("/")
    if base and not base.startswith(("https://", "http://")):
        raise UsageError(
            f"--base {args.base}: give the whole address, such as https://lists.example/"
        )
    target = Path(args.folder).resolve()
    if root == target or root.is_relative_to(target):
        raise UsageError(f"{args.folder} holds the package itself; name another folder")
    package = load(root)
    with stage("Starting the site"):
        served = app.application(package)
        here = site(root)
    with Progress("Writing the static edition") as progress:
        written = write(served, here, target, base or homepage(package), progress)
    print(f"Wrote {amount(written.files, 'file')} into {args.folder}.")
    if not (base or homepage(package)):
        print("Without --base there is no sitemap.xml: its addresses have to be whole.")
    for fault in written.faults[:MAX_LISTED]:
        print(fault, file=sys.stderr)
    if (more := len(written.faults) - MAX_LISTED) > 0:
        print(f"... and {more} more", file=sys.stderr)
    return 1 if written.faults else 0
