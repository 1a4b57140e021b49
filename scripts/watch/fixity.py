"""Which sources are still kept with the bytes that were read, in a folder of captures and plain
files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import PackageError
from ..descriptor.model import SOURCES, Package
from ..descriptor.parse import DESCRIPTOR
from . import capture


@dataclass(frozen=True)
class Fixity:
    """The state of the bytes of one source: `kept` in a file, `missing` from the folder, `other`
    bytes than were read, or `unstated` where the table gives no hash. `file` is their file."""

    source_id: str
    state: str
    file: str = ""


def sources(package: Package, folder: Path) -> Iterator[Fixity]:
    """The state of the bytes of each source; the hash decides, not the name of a file. A source
    whose column `capture` names a file must have its bytes in that one. Raises PackageError where
    there is no table of sources."""
    resource = next((item for item in package.resources if item.name == SOURCES), None)
    if resource is None:
        raise PackageError(
            f"{DESCRIPTOR} has no table {SOURCES!r}, so there are no sources to look for;"
            " leave out --captures"
        )
    held = dict(_held(folder))
    for row in package.table(resource).dicts():
        name, sha256 = row.get("capture", ""), row.get("sha256", "")
        files = [file for file, digest in held.items() if digest == sha256]
        if not sha256:
            yield Fixity(row["source_id"], "unstated")
        elif name:
            state = "kept" if name in files else "other" if name in held else "missing"
            yield Fixity(row["source_id"], state, name)
        elif files:
            yield Fixity(row["source_id"], "kept", min(files))
        else:
            yield Fixity(row["source_id"], "missing")


def _held(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file by its path in the folder, and the hash of what it keeps; "" where it is broken."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), _digest(path)


def _digest(path: Path) -> str:
    if path.name.endswith(capture.SUFFIX):
        try:
            return capture.read(path).sha256
        except capture.BrokenError:
            return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
