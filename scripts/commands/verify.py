"""`verify VERSION|PATH`: whether a release is what it was; exit 1 naming everything that is not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..release import verify, verify_store
from ..release.versions.versioning import VERSION


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    what = "a version in releases/, a release's zip, or the folder that it was unpacked to"
    parser.add_argument("what", metavar="VERSION|PATH", help=what)


def run(args: argparse.Namespace) -> int:
    """Verify, without git and without a network."""
    if VERSION.fullmatch(args.what) and not Path(args.what).exists():
        verdict = verify_store.released(Path.cwd(), args.what)
    else:
        verdict = verify.download(Path(args.what))
    for finding in verdict.findings:
        print(finding)
    manifest = verdict.manifest
    if verdict.findings or manifest is None:
        print(
            f"\n{args.what} is not what was released: {len(verdict.findings)} findings.",
            file=sys.stderr,
        )
        return 1
    print(f"{manifest.name} {manifest.version} is what was released on {manifest.released_on}:")
    print(f"  {len(manifest.files)} files, and the manifest of every release before it")
    print(f"  data/     {manifest.swhid}")
    print(f"  manifest  sha256 {manifest.sha256}")
    return 0
