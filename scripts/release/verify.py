"""Whether a download of a release is unchanged, judged from itself alone.

Every finding names what is wrong: changed, missing, swapped, added, truncated, broken chain.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import atomic as disk
from ..core.errors import PackageError, UsageError
from ..core.unpack import DAMAGED
from . import archive, chain, compare_files
from .manifest import Manifest, data_swhid, digest, entry, parse
from .store import SIGNATURE
from .versions.versioning import VERSION

EARLIER = re.compile(rf"{archive.EARLIER}/({VERSION.pattern})\.json")


@dataclass(frozen=True)
class Verdict:
    """The manifest that was verified (None where none can be read), and what is wrong."""

    manifest: Manifest | None
    findings: tuple[str, ...]


def download(path: Path) -> Verdict:
    """The verdict on a zip, or on the folder that it was unpacked to."""
    if path.is_dir():
        found, strange = _folder(path)
        # It is next to the manifest, and the manifest does not list it.
        found.pop(SIGNATURE, None)
        verdict = _tree(found)
        return Verdict(verdict.manifest, (*strange, *verdict.findings))
    data = disk.read(path) if path.is_file() else None
    if data is None:
        raise UsageError(
            f"{path}: this is not a release; name a version such as 1.0.0, or the zip or"
            " the folder of a release"
        )
    files: dict[str, bytes] = {}
    twice = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            if sum(item.file_size for item in opened.infolist()) > len(data):
                # The zip of a release is not compressed. One whose files would be larger, or
                # overlap, is not read.
                what = f"changed: {path.name}: its files would be larger than the archive"
                return Verdict(None, (what,))
            for item in opened.infolist():
                if item.filename in files:
                    twice.append(f"added: {item.filename}: appears twice in {path.name}")
                files[item.filename] = opened.read(item)
    except DAMAGED as error:
        return Verdict(None, (f"truncated or damaged archive: {path.name}: {error}",))
    verdict = _tree(files)
    if twice or verdict.findings:
        return Verdict(verdict.manifest, (*twice, *verdict.findings))
    if archive.zipped(files) != data:
        what = f"changed: {path.name}: order, times, modes or padding are not those of a release"
        return Verdict(verdict.manifest, (what,))
    return verdict


def _folder(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of a folder, and findings for what a release never holds."""
    found, strange = {}, []
    for item in sorted(path.rglob("*")):
        name = item.relative_to(path).as_posix()
        if item.is_symlink():
            found[name] = b""
        elif item.is_file():
            found[name] = item.read_bytes()
        elif not item.is_dir():
            strange.append(f"added: {name}: neither a file nor a folder")
        elif not any(item.iterdir()):
            strange.append(f"added: {name}: an empty folder")
    return found, strange


def _tree(files: Mapping[str, bytes]) -> Verdict:
    """The verdict on the files of a download, by path."""
    data = files.get(archive.MANIFEST)
    if data is None:
        return Verdict(None, (f"missing: {archive.MANIFEST}", *_against_sums(files)))
    try:
        manifest = parse(data, archive.MANIFEST)
    except PackageError as error:
        return Verdict(None, (str(error), *_against_sums(files)))
    earlier = {path: named[1] for path in files if (named := EARLIER.fullmatch(path))}
    manifests = {version: files[path] for path, version in earlier.items()}
    broken = list(
        chain.findings(
            manifest.version,
            {**manifests, manifest.version: data},
            lambda version: _place(version, manifest),
        )
    )
    others = (archive.MANIFEST, archive.SUMS, *earlier)
    own = {path: data for path, data in files.items() if path not in others}
    due = {item.path: item.sha256 for item in manifest.files}
    found = [*broken, *compare_files.findings(due, own), *manifest_findings(manifest, own)]
    due |= {path: digest(files[path]) for path in (archive.MANIFEST, *earlier)}
    if archive.SUMS not in files:
        found.append(f"missing: {archive.SUMS}")
    elif not broken and files[archive.SUMS] != archive.sums(due):
        found.append(f"changed: {archive.SUMS}, or {archive.MANIFEST}: they state different hashes")
    return Verdict(manifest, tuple(found))


def _place(version: str, manifest: Manifest) -> str:
    return archive.MANIFEST if version == manifest.version else f"{archive.EARLIER}/{version}.json"


def _against_sums(files: Mapping[str, bytes]) -> Iterator[str]:
    """What SHA256SUMS says, for a download without a readable manifest."""
    lines = files.get(archive.SUMS, b"").decode("utf-8", "replace").splitlines()
    due = {line[66:]: line[:64] for line in lines if len(line) > 66}
    due.pop(archive.MANIFEST, None)
    rest = {p: data for p, data in files.items() if p not in (archive.SUMS, archive.MANIFEST)}
    yield from compare_files.findings(due, rest)


def manifest_findings(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[str]:
    """Findings where the manifest states something else than its unchanged files give."""
    is_complete = True
    for item in manifest.files:
        data = files.get(item.path)
        if data is None or digest(data) != item.sha256:
            is_complete = False
        elif entry(item.path, data) != item:
            yield f"changed: the manifest: size, rows or SWHID of {item.path} are not the file's"
    if is_complete and data_swhid(files) != manifest.swhid:
        yield "changed: the manifest: its SWHID is not that of data/"
