"""The download of a release: its files, its manifest and every one before it, SHA256SUMS.

The zip is stored, not deflated, since compressors differ between machines; order, times and modes
are fixed. So a release always has the same bytes, wherever and whenever the zip is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import store
from .manifest import Manifest, digest

if TYPE_CHECKING:
    from ..descriptor.model import Package

MANIFEST = store.MANIFEST
EARLIER = "manifests"
SUMS = "SHA256SUMS"
# The earliest time that a zip can state.
TIME = (1980, 1, 1, 0, 0, 0)
MODE = 0o100644


def tree(
    files: Mapping[str, bytes], manifest: bytes, earlier: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every file of a download by path; `earlier` has the manifests before this one by version."""
    found = {**files, MANIFEST: manifest}
    found |= {f"{EARLIER}/{version}.json": data for version, data in earlier.items()}
    return {**found, SUMS: sums({path: digest(data) for path, data in found.items()})}


def of_release(root: Path, manifest: Manifest) -> dict[str, bytes]:
    """The download of a version that is in releases/. Raises PackageError."""
    earlier = {}
    previous = manifest.previous
    while previous is not None:
        earlier[previous.version] = store.raw_manifest(root, previous.version)
        previous = store.manifest(root, previous.version).previous
    return tree(store.contents(root, manifest), manifest.render(), earlier)


def sums(hashes: Mapping[str, str]) -> bytes:
    """SHA256SUMS of files that have these hashes by path, as `sha256sum -c` reads it."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """These files as a zip, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, TIME)
            entry.create_system = 3
            entry.external_attr = MODE << 16
            archive.writestr(entry, files[path])
    return out.getvalue()


def checksum(manifest: Manifest, files: Mapping[str, bytes]) -> bytes:
    """The line that sha256sum writes for the zip of these files."""
    return f"{digest(zipped(files))}  {manifest.archive}\n".encode()


@contextmanager
def unpacked(root: Path, version: str) -> Iterator[tuple[Package, dict[str, bytes]]]:
    """A release as a package in a folder of its own, while the `with` lasts, and its files."""
    # Verifying a release needs neither.
    import tempfile

    from ..descriptor.load import load

    held = store.contents(root, store.manifest(root, store.known(root, version)))
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        store.unpack(held, Path(folder))
        yield load(Path(folder)), held
