"""Derived files, made from what people edit: hashes and sizes in the descriptor, the dictionary.

Everything is first computed as bytes, then compared or written, so that `refresh --check` and
`refresh` can never disagree.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import dictionary, files
from scripts.errors import PackageError
from scripts.findings import Finding
from scripts.package import DESCRIPTOR, Package, load


@dataclass(frozen=True)
class Derived:
    """The derived files as they should be, by path, and what could not be derived, and why."""

    files: Mapping[str, bytes]
    faults: tuple[Finding, ...]

    def stale(self, root: Path) -> list[str]:
        """The paths whose bytes are not what they should be."""
        return [path for path, data in self.files.items() if _bytes(root / path) != data]


def derive(root: Path) -> Derived:
    """Compute every derived file. Raises InputError where the descriptor cannot be used."""
    package = load(root)
    descriptor, faults = _descriptor(package)
    return Derived(
        {
            DESCRIPTOR: _json(descriptor),
            dictionary.PATH: dictionary.render(package).encode(),
        },
        tuple(faults),
    )


def refresh(root: Path) -> tuple[list[str], tuple[Finding, ...]]:
    """Write what is stale; returns the paths written, and what could not be derived."""
    derived = derive(root)
    stale = derived.stale(root)
    for path in stale:
        files.replace(root / path, derived.files[path])
    return stale, derived.faults


def require(root: Path) -> None:
    """Pass in silence, or raise PackageError naming what is stale."""
    derived = derive(root)
    if stale := derived.stale(root):
        raise PackageError(
            "".join(f"{path}: stale\n" for path in stale) + "Run `python -m scripts refresh`."
        )


def _descriptor(package: Package) -> tuple[dict[str, Any], list[Finding]]:
    """The descriptor with the hash and size of every file that can be read."""
    descriptor = copy.deepcopy(dict(package.descriptor))
    faults = []
    for item in descriptor["resources"]:
        try:
            data = (package.root / item["path"]).read_bytes()
        except OSError as error:
            reason = f"{error.strerror}; its hash and size stay as they were"
            faults.append(Finding(item["path"], None, None, reason, "unreadable"))
            continue
        item["bytes"] = len(data)
        item["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return descriptor, faults


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
