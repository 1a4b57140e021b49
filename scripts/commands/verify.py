"""`verify VERSION|PATH`: whether a release is what it was; exit 1 naming everything that is not."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from ..core.errors import UsageError
from ..release import verify, verify_store
from ..release.versions.versioning import VERSION

SAID = {"missing": "the bytes that were read are not there", "other": "other bytes than were read"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    what = "a version in releases/, a release's zip, or the folder that it was unpacked to"
    parser.add_argument("what", metavar="VERSION|PATH", help=what)
    kept = "say, too, which of its sources have the bytes that were read in this folder"
    parser.add_argument("--captures", type=Path, metavar="FOLDER", help=kept)


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
    return _captures(args.what, args.captures) if args.captures else 0


def _captures(what: str, folder: Path) -> int:
    """Say which sources of the release have their bytes in the folder; 1 where some have others."""
    from ..descriptor.load import load
    from ..release import publish
    from ..watch import fixity

    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name the one where captures are kept")
    if Path(what).is_file():
        raise UsageError(f"{what}: unpack it, and name the folder, to look at its sources")
    with ExitStack() as stack:
        if Path(what).is_dir():
            package = load(Path(what))
        else:
            package, _ = stack.enter_context(publish.opened(Path.cwd(), what))
        found = list(fixity.sources(package, folder))
    for item in found:
        if item.state in ("missing", "other"):
            print(f"{item.source_id}: {SAID[item.state]}{item.file and f' ({item.file})'}")
    counts = Counter(item.state for item in found)
    print(
        f"{len(found)} sources: {counts['kept']} have the bytes that were read,"
        f" {counts['missing']} are not in {folder}, {counts['other']} have other bytes,"
        f" {counts['unstated']} state no hash"
    )
    return 1 if counts["other"] else 0
