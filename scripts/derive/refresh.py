"""Files that are derived from what people edit: the revisions of derived series, the files of
views, hashes and sizes in the descriptor, the data dictionary.

Everything is first computed as bytes, and then compared or written, so that `refresh --check` and
`refresh` always agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import atomic
from ..core.diagnostics import Finding
from ..core.errors import InputError, PackageError, command
from ..core.strict_json import as_json
from ..descriptor.load import from_descriptor, load
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR
from . import data_dictionary, patterns, series


@dataclass(frozen=True)
class Derived:
    """The derived files as they should be, by path (None: there should be none), and findings for
    what could not be derived."""

    files: Mapping[str, bytes | None]
    faults: tuple[Finding, ...]

    def stale(self, root: Path) -> list[str]:
        """The paths of the files that are not as they should be."""
        return [path for path, data in self.files.items() if atomic.read(root / path) != data]


def derive(root: Path) -> Derived:
    """Compute every derived file. Raises InputError where the descriptor cannot be used."""
    package = load(root)
    descriptor, derived, faults = _data(package)
    missing = _state(package.root, descriptor, derived)
    named = {fault.file for fault in missing}
    faults = [*(fault for fault in faults if fault.file not in named), *missing]
    filled = {path: derived[path] for path in package.patterns if path in derived}
    fresh = from_descriptor(root, descriptor, patterns.schemas(filled))
    removed = {resource.path: None for resource in package.resources} if not faults else {}
    for resource in fresh.resources:
        removed.pop(resource.path, None)
    return Derived(
        {
            **derived,
            **removed,
            DESCRIPTOR: as_json(descriptor),
            data_dictionary.PATH: data_dictionary.render(fresh).encode(),
        },
        tuple(faults),
    )


def refresh(root: Path) -> tuple[list[str], tuple[Finding, ...]]:
    """Write what is stale. Returns the paths written, and findings for what could not be
    derived."""
    derived = derive(root)
    stale = derived.stale(root)
    if stale:
        atomic.commit(root, {path: derived.files[path] for path in stale})
    return stale, derived.faults


def require(root: Path) -> bool:
    """Raise PackageError naming the files that are stale. Returns whether everything could be
    derived, and so is up to date."""
    derived = derive(root)
    if stale := derived.stale(root):
        raise PackageError(
            "".join(f"{path}: stale\n" for path in stale) + f"Run `{command('refresh')}`."
        )
    return not derived.faults


def _data(package: Package) -> tuple[dict[str, Any], dict[str, bytes], list[Finding]]:
    """The descriptor with its derived resources, and their bytes. Where they cannot be derived, the
    old ones stay, and the faults say why."""
    try:
        return *series.derive(package), []
    except InputError as error:
        faults = list(error.findings)
    except PackageError as error:
        faults = [Finding(DESCRIPTOR, None, None, str(error), "derivation")]
    return json.loads(json.dumps(package.descriptor)), {}, faults


def _state(root: Path, descriptor: dict[str, Any], derived: Mapping[str, bytes]) -> list[Finding]:
    """Write hash and size of every resource into the descriptor. Returns findings for files that
    cannot be read."""
    faults = []
    for item in descriptor["resources"]:
        data = derived.get(item["path"], atomic.read(root / item["path"]))
        if data is None:
            reason = "no such file; its hash and size stay as they were"
            faults.append(Finding(item["path"], None, None, reason, "unreadable"))
            continue
        item["bytes"] = len(data)
        item["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return faults
