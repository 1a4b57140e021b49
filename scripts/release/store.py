"""releases/: a content-addressed store, every released file once by its SHA-256, and a folder a
version.

objects/<sha256>                 the bytes
<version>/manifest.json          which file of that version has which bytes
<version>/<zip's name>.sha256    the SHA-256 of the zip, as sha256sum writes it
<version>/manifest.json.sig      the publisher's signature of the manifest; only where it is signed
<version>/YANKED                 why not to use it any more; only where it is so
<version>/DEPOSITED              where archives hold it, an address a line; only where some do
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..core import atomic
from ..core.errors import PackageError, UsageError
from .manifest import Manifest, digest, parse
from .versions.versioning import VERSION, ordered

FOLDER = "releases"
OBJECTS = f"{FOLDER}/objects"
YANKED, DEPOSITED = "YANKED", "DEPOSITED"
DOI, ARCHIVE = "https://doi.org/", "https://archive.softwareheritage.org/"
MANIFEST, SIGNATURE = "manifest.json", "manifest.json.sig"


def manifest_path(version: str) -> str:
    """The path of the manifest of a version."""
    return f"{FOLDER}/{version}/{MANIFEST}"


def versions(root: Path) -> list[str]:
    """Every released version, oldest first."""
    folders = [entry.name for entry in (root / FOLDER).glob("*") if entry.is_dir()]
    return sorted((name for name in folders if VERSION.fullmatch(name)), key=ordered)


def known(root: Path, version: str) -> str:
    """The version, if it is released; else UsageError with the versions that are."""
    released = versions(root)
    if version not in released:
        raise UsageError(f"no release {version}; there are: {', '.join(released) or 'none yet'}")
    return version


def latest(root: Path) -> str | None:
    """The newest version that is not yanked, or None."""
    newest_first = reversed(versions(root))
    return next((version for version in newest_first if yanked(root, version) is None), None)


def yanked(root: Path, version: str) -> str | None:
    """Why a version is not to be used any more, or None."""
    data = atomic.read(root / FOLDER / version / YANKED)
    if data is None:
        return None
    return " ".join(data.decode("utf-8", "replace").split()) or "no reason is given"


def deposited(root: Path, version: str) -> tuple[str, ...]:
    """The addresses at which archives hold a version: a DOI, a SWHID."""
    data = atomic.read(root / FOLDER / version / DEPOSITED) or b""
    return tuple(data.decode("utf-8", "replace").split())


def signature_path(version: str) -> str:
    """The path of the signature of a version's manifest, if it is signed."""
    return f"{FOLDER}/{version}/{SIGNATURE}"


def all_yanked(root: Path) -> dict[str, str]:
    """For each version that is not to be used any more, why."""
    reasons = {version: yanked(root, version) for version in versions(root)}
    return {version: reason for version, reason in reasons.items() if reason is not None}


def manifest(root: Path, version: str) -> Manifest:
    """The manifest of a version. Raises PackageError where it cannot be read, or belongs to another
    version."""
    found = parse(raw_manifest(root, version), manifest_path(version))
    if found.version != version:
        raise PackageError(
            f"swapped: {manifest_path(version)}: it is the manifest of {found.version};"
            " restore it from git"
        )
    return found


def raw_manifest(root: Path, version: str) -> bytes:
    """The bytes of a version's manifest. Raises PackageError where there are none."""
    path = manifest_path(version)
    data = atomic.read(root / path)
    if data is None:
        raise PackageError(f"missing: {path}; restore it from git")
    return data


def contents(root: Path, of: Manifest) -> dict[str, bytes]:
    """The bytes of every file of a release, by path. Raises PackageError where one is gone, or is
    not what the manifest says."""
    found = {}
    for item in of.files:
        data = atomic.read(root / OBJECTS / item.sha256)
        if data is None or digest(data) != item.sha256:
            raise PackageError(
                f"{'missing' if data is None else 'changed'}: {OBJECTS}/{item.sha256}:"
                f" {item.path} of {of.version}; restore it from git"
            )
        found[item.path] = data
    return found


def unpack(tree: Mapping[str, bytes], folder: Path) -> None:
    """Write files by path into a folder."""
    for path, data in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
