"""`verify VERSION|PATH`: verify a release against its manifest; exit 1 and name what differs."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from ..core.diagnostics import amount
from ..core.errors import PackageError, UsageError
from ..release import archive, signature, store, verify, verify_store
from ..release.manifest import SHA256
from ..release.versions.versioning import VERSION

VERDICTS = {
    "missing": "no file has the bytes that were read",
    "other": "bytes other than those that were read",
}
UNKNOWN = (
    "So its files agree with each other. To be sure that it is the published release, add"
    " `--expect SHA256` with the hash of the manifest from a citation or from the publisher."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    what = "a version in releases/, a release's zip, or the folder that it was unpacked to"
    parser.add_argument("what", metavar="VERSION|PATH", help=what)
    expected = "the SHA-256 of its manifest from a source that you trust: a citation, the publisher"
    parser.add_argument("--expect", metavar="SHA256", help=expected)
    kept = "also report which of its sources have their captured bytes in this folder"
    parser.add_argument("--captures", type=Path, metavar="FOLDER", help=kept)


def run(args: argparse.Namespace) -> int:
    """Verify, without git and without a network."""
    expected = None if args.expect is None else _hash(args.expect)
    is_version = VERSION.fullmatch(args.what) and not Path(args.what).exists()
    if is_version:
        verdict = verify_store.released(Path.cwd(), args.what)
        signed = Path.cwd() / store.signature_path(args.what)
    else:
        verdict = verify.download(Path(args.what))
        signed = Path(args.what) / store.SIGNATURE
    findings, key = _beyond(verdict, expected, signed)
    for finding in findings:
        print(finding)
    manifest = verdict.manifest
    if findings or manifest is None:
        counted = amount(len(findings), "finding")
        way_out = f"restore {store.FOLDER}/ from git" if is_version else "download it again"
        print(f"\n{args.what} does not match its release: {counted}; {way_out}.", file=sys.stderr)
        return 1
    print(f"{manifest.name} {manifest.version}, released on {manifest.released_on}:")
    print(
        f"  {len(manifest.files)} files agree with its manifest, and with every release before it"
    )
    print(f"  data/     {manifest.swhid}")
    print(f"  manifest  sha256 {manifest.sha256}")
    if signed.is_file():
        print(f"  signed    {key or 'but ssh-keygen is not installed to say by which key'}")
        print(f"            to see whose key it is: {signature.command(signed)}")
    if is_version and (reason := store.yanked(Path.cwd(), args.what)):
        print(f"  yanked    should no longer be used: {reason}")
    print("It is the release that you expected." if expected else UNKNOWN)
    return _captures(args.what, args.captures) if args.captures else 0


def _beyond(verdict: verify.Verdict, expected: str | None, signed: Path) -> tuple[list[str], str]:
    """The findings, with those on what the release cannot say of itself: whether it is the one
    expected, and whether its signature is one of its manifest; and by which key that was made."""
    findings, key, manifest = list(verdict.findings), "", verdict.manifest
    if manifest is None:
        return findings, key
    if expected and manifest.sha256 != expected:
        findings.append(f"changed: the manifest: its SHA-256 is {manifest.sha256}, not {expected}")
    if signed.is_file():
        try:
            key = signature.key_of(manifest.render(), signed)
        except PackageError as error:
            findings.append(str(error))
    return findings, key


def _hash(text: str) -> str:
    if not SHA256.fullmatch(found := text.strip().lower()):
        raise UsageError(f"--expect {text!r}: a SHA-256 is 64 digits of 0-9 and a-f")
    return found


def _captures(what: str, folder: Path) -> int:
    """Say which sources of the release have their bytes in the folder; 1 where some have others."""
    from ..descriptor.load import load
    from ..watch import fixity

    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name the one where captures are kept")
    if Path(what).is_file():
        raise UsageError(f"{what}: unpack it, and name the folder, to look at its sources")
    with ExitStack() as stack:
        if Path(what).is_dir():
            package = load(Path(what))
        else:
            package, _ = stack.enter_context(archive.unpacked(Path.cwd(), what))
        found = list(fixity.sources(package, folder))
    for item in found:
        if item.state in ("missing", "other"):
            print(f"{item.source_id}: {VERDICTS[item.state]}{item.file and f' ({item.file})'}")
    counts = Counter(item.state for item in found)
    print(
        f"{amount(len(found), 'source')}: {counts['kept']} with the bytes that were read,"
        f" {counts['missing']} not in {folder}, {counts['other']} with other bytes,"
        f" {counts['unstated']} without a hash"
    )
    return 1 if counts["other"] else 0
