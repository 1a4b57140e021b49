"""`release VERSION`: the package as it is committed, as a version that never changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..cite.version_files import stamped
from ..core import atomic
from ..core.diagnostics import amount
from ..core.errors import UsageError
from ..derive import refresh
from ..descriptor.load import load
from ..release import commit, manifest_files, publish, signature, store
from ..release.manifest import Manifest
from ..validate import check_cache
from ..watch import looks, watches

# A release is made from a commit with nothing beside it.
UNDO = "git restore . && git clean -fd"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", metavar="VERSION", help="three numbers, such as 1.0.0")
    parser.add_argument("--log", type=Path, default=Path(looks.LOG), help="the log of looks")
    sign = "sign the manifest with this SSH key"
    parser.add_argument("--sign", metavar="KEY", type=Path, help=sign)
    parser.add_argument(
        "--yank", metavar="REASON", help="mark VERSION as one that should no longer be used"
    )


def run(args: argparse.Namespace) -> int:
    """Write the release of the package in the current folder, and say what to do with it."""
    root = Path.cwd()
    if args.yank is not None:
        atomic.commit(root, publish.yank(root, args.version, args.yank))
        print(f"{args.version} is marked as yanked; its files stay.\nNow commit:")
        print(f"  git add . && git commit -m 'Yank {args.version}'")
        return 0
    is_fresh = refresh.require(root)
    edits = watches.with_results(load(root), args.log)
    release = publish.prepare(root, args.version, commit.day(root), stamped, edits)
    if release.changes:
        check_cache.require(root, is_fresh=is_fresh)
        held = [
            path for path in manifest_files.files(load(root)) if path not in manifest_files.MADE
        ]
        commit.require_clean(root, held)
    signed = _signed(root, release.manifest, args.sign) if args.sign else {}
    atomic.commit(root, {**release.changes, **signed})
    if release.changes:
        print(f"Wrote release {args.version}: {amount(len(release.manifest.files), 'file')}.")
    else:
        print(f"Release {args.version} is already written.")
    for path in signed:
        print(f"  signed    {path}")
    print(f"  data/     {release.manifest.swhid}")
    print(f"  manifest  sha256 {release.manifest.sha256}")
    if not (steps := commit.left(root, args.version)):
        print("Its commit and its tag exist; push both.")
        return 0
    print("Now make its commit and its tag:" if len(steps) > 1 else "Now make its tag:")
    print(f"  {' && '.join(steps)}")
    if release.changes and release.manifest.previous is None:
        print(f"If {args.version} is not the version that you meant, undo it before its commit:")
        print(f"  {UNDO}")
    return 0


def _signed(root: Path, manifest: Manifest, key: Path) -> dict[str, bytes]:
    """The signature of the manifest by its path; a release that is signed is not signed again."""
    path = store.signature_path(manifest.version)
    if (root / path).exists():
        raise UsageError(f"{path} already exists; a release is signed once")
    return {path: signature.sign(manifest.render(), key)}
