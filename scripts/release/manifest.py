"""What a release states of itself: each file with its hashes, and the manifest before it.

The JSON is canonical: a manifest can only be written in one way, so that its SHA-256 identifies it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache

from ..core import csv_table, strict_json
from ..core.errors import InputError, PackageError
from . import swhid
from .versions.versioning import VERSION, ordered

DATA = "data"
# This many parsed manifests are remembered, by their bytes.
PARSED = 64
# The files of a download besides those of the release.
OURS = ("manifest.json", "manifests", "SHA256SUMS")
NAME, DAY = re.compile(r"[a-z0-9][a-z0-9._-]*"), re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SHA256, REASON = re.compile(r"[0-9a-f]{64}"), re.compile(r"\S.*\S|\S")
CONTENT = re.compile(r"swh:1:cnt:[0-9a-f]{40}")
DIRECTORY = re.compile(r"swh:1:dir:[0-9a-f]{40}")
# Characters that a path must not have: some systems cannot write them, or a terminal cannot show
# them.
UNUSUAL = re.compile(r"[\\:\x00-\x1f\x7f]")


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
    its folder data/, `files` are by path; `previous` is None for the first. `yanked` has the reason
    for each earlier release that was already withdrawn from use when this one was made."""

    name: str
    version: str
    released_on: str
    previous: Previous | None
    swhid: str
    files: tuple[File, ...]
    yanked: Mapping[str, str] = field(default_factory=dict)

    def render(self) -> bytes:
        """The manifest as it is written."""
        document = asdict(self)
        if not self.yanked:
            # Earlier manifests do not have this part, so it is left out where it is empty.
            del document["yanked"]
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    @cached_property
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


def make(about: Manifest, files: Mapping[str, bytes]) -> Manifest:
    """The manifest of a release that holds these files; `about` has the rest."""
    entries = tuple(entry(path, files[path]) for path in sorted(files))
    return replace(about, swhid=data_swhid(files), files=entries)


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
    """Raise ValueError where a part does not have its declared type."""
    previous = manifest.previous or Previous("0.0.0", "0" * 64)
    if not isinstance(manifest.yanked, dict):
        raise TypeError
    parts = [
        (NAME, "a name", [manifest.name]),
        (VERSION, "a version", [manifest.version, previous.version, *manifest.yanked]),
        (DAY, "a day", [manifest.released_on]),
        (SHA256, "a SHA-256", [previous.sha256, *(item.sha256 for item in manifest.files)]),
        (DIRECTORY, "the SWHID of a folder", [manifest.swhid]),
        (CONTENT, "the SWHID of a file", [item.swhid for item in manifest.files]),
        (REASON, "a reason", list(manifest.yanked.values())),
    ]
    for pattern, what, texts in parts:
        for text in texts:
            if not isinstance(text, str) or not pattern.fullmatch(text):
                raise ValueError(f"{text!r} is not {what}")
    for size in (size for item in manifest.files for size in (item.bytes, item.rows or 0)):
        if type(size) is not int or size < 0:
            raise ValueError(f"{size!r} is not a size")
    _require_places([item.path for item in manifest.files])


def _require_places(paths: Sequence[object]) -> None:
    """Raise ValueError for a path that is not relative and normal, that the download uses for
    something else, or that is a folder of another file."""
    for path in paths:
        parts = path.split("/") if isinstance(path, str) else [""]
        is_normal = not {"", ".", ".."}.intersection(parts) and not UNUSUAL.search(str(path))
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if not is_normal or parts[0] in OURS or folders.intersection(map(str, paths)):
            raise ValueError(f"{path!r} is not the path of a file in a release")


def _require_older(manifest: Manifest, file: str) -> None:
    """Raise PackageError where the previous release is not older: such a chain has no end."""
    previous = manifest.previous
    if previous and ordered(previous.version) >= ordered(manifest.version):
        raise PackageError(
            f"changed: {file}: broken chain: it names {previous.version}"
            f" as the previous release of {manifest.version}"
        )


@lru_cache(PARSED)
def parse(data: bytes, file: str) -> Manifest:
    """The manifest in these bytes. Raises PackageError where they are not one, or are not written
    as `render` writes it."""
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
            yanked=document.get("yanked", {}),
        )
        _require_types(manifest)
        same = manifest.render() == data
        paths = [item.path for item in manifest.files]
        if not same or paths != sorted(set(paths)):
            raise PackageError(f"changed: {file}: not as a release writes it")
        _require_older(manifest, file)
        return manifest
    except InputError as error:
        reason = error.findings[0].reason
    except (KeyError, TypeError, AttributeError):
        reason = "its parts are not those of a manifest"
    except ValueError as error:
        reason = str(error)
    raise PackageError(f"changed: {file}: it holds no readable manifest ({reason})")
