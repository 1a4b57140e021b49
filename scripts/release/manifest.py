"""What a release states of itself: each file with its hashes, and the manifest before it.

The JSON is canonical: a manifest has one way to be written, so that its SHA-256 names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from ..core import csv_table, strict_json
from ..core.errors import InputError, PackageError
from . import swhid
from .versions.versioning import VERSION

DATA = "data"


@dataclass(frozen=True)
class File:
    """One file: its path in the release, size, SHA-256, SWHID, and for a CSV its records."""

    path: str
    bytes: int
    sha256: str
    swhid: str
    rows: int | None


@dataclass(frozen=True)
class Previous:
    """The release before, and the SHA-256 of its manifest."""

    version: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A release: `released_on` is the day of the commit that it was made from, `swhid` is that of
    its folder data/, `files` are by path; `previous` is None for the first."""

    name: str
    version: str
    released_on: str
    previous: Previous | None
    swhid: str
    files: tuple[File, ...]

    def render(self) -> bytes:
        """The manifest as it is written."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def sha256(self) -> str:
        """The name of this manifest in the next one."""
        return digest(self.render())

    @property
    def archive(self) -> str:
        """The name of the release's zip."""
        return f"{self.name}-{self.version}.zip"


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def make(
    name: str, version: str, released_on: str, previous: Previous | None, files: Mapping[str, bytes]
) -> Manifest:
    """The manifest of a release that holds these files."""
    entries = tuple(entry(path, files[path]) for path in sorted(files))
    return Manifest(name, version, released_on, previous, data_swhid(files), entries)


def entry(path: str, data: bytes) -> File:
    """What a manifest states of one file."""
    rows = len(csv_table.parse(data, path).records) if path.endswith(".csv") else None
    return File(path, len(data), digest(data), swhid.content(data), rows)


def data_swhid(files: Mapping[str, bytes]) -> str:
    """The SWHID of the folder data/ among these files."""
    prefix = f"{DATA}/"
    return swhid.directory(
        {path[len(prefix) :]: data for path, data in files.items() if path.startswith(prefix)}
    )


def _require_types(manifest: Manifest) -> None:
    """Raise ValueError where a part is not what it is declared as."""
    texts = [manifest.name, manifest.version, manifest.released_on, manifest.swhid]
    versions = [manifest.version]
    if manifest.previous is not None:
        versions.append(manifest.previous.version)
        texts += [manifest.previous.version, manifest.previous.sha256]
    texts += [text for item in manifest.files for text in (item.path, item.sha256, item.swhid)]
    sizes = [size for item in manifest.files for size in (item.bytes, item.rows or 0)]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a text is none")
    if not all(type(size) is int for size in sizes):
        raise ValueError("a size is no number")
    for version in versions:
        if not VERSION.fullmatch(version):
            raise ValueError(f"{version!r} is no version")


def parse(data: bytes, file: str) -> Manifest:
    """The manifest in these bytes. Raises PackageError where they are not one, or are written
    otherwise than `render` writes it."""
    try:
        document = strict_json.parse(data, file)
        previous = document["previous"]
        manifest = Manifest(
            name=document["name"],
            version=document["version"],
            released_on=document["released_on"],
            previous=None if previous is None else Previous(**previous),
            swhid=document["swhid"],
            files=tuple(File(**item) for item in document["files"]),
        )
        _require_types(manifest)
        same = manifest.render() == data
        ordered = [item.path for item in manifest.files]
    except InputError as error:
        raise PackageError(
            f"changed: {file}: no manifest can be read in it ({error.findings[0].reason})"
        ) from None
    except (KeyError, TypeError, AttributeError):
        reason = "its parts are not those of a manifest"
        raise PackageError(f"changed: {file}: no manifest can be read in it ({reason})") from None
    except ValueError as error:
        raise PackageError(f"changed: {file}: no manifest can be read in it ({error})") from None
    if not same or ordered != sorted(set(ordered)):
        raise PackageError(f"changed: {file}: not as a release writes it")
    return manifest
