"""Making a release: all its files as one change, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from ..core import atomic
from ..core.errors import PackageError, UsageError
from ..descriptor.load import load
from ..descriptor.model import Package
from . import archive, changelog, manifest, manifest_files, store, verify_store
from .manifest import Manifest, Previous
from .versions import bump, notes
from .versions.difference import Difference, compare
from .versions.versioning import Level, following, ordered

NOTES = "NOTES.md"
# The new bytes of every file that states the version: see cite/version_files.py.
Stamp = Callable[[Package, Manifest, str], Mapping[str, bytes]]


@dataclass(frozen=True)
class Release:
    """A release that is ready: its manifest, and the files to write, the manifest's objects first.
    `changes` is empty where it was released already."""

    manifest: Manifest
    changes: Mapping[str, bytes]


def prepare(
    root: Path, version: str, day: str, stamp: Stamp, edits: Mapping[str, bytes] | None = None
) -> Release:
    """The release of the package in `root`; nothing is written yet.

    `stamp` gives the new bytes of every file that states the version; `edits` are new bytes of
    tables that a release alone writes.
    Raises UsageError for a word that is not a version, PackageError where an earlier release is not
    whole, nothing changed, or the changes demand another version.
    """
    ordered(version)
    edits = edits or {}
    package = _edited(load(root), edits)
    held = {**manifest_files.files(package), **edits}
    released = store.versions(root)
    verify_store.require(root)
    if released and version == released[-1] and _is(root, version, held):
        return Release(store.manifest(root, version), {})
    if version in released:
        raise PackageError(
            f"{version} is released, and its bytes never change; choose the next version"
        )
    previous = None
    if released:
        last = released[-1]
        previous = _previous(root, last, str(package.descriptor["name"]))
        with since_release(root, last, package, held) as difference:
            _require(version, last, difference)
            entry, text = (notes.changes(difference, every=every) for every in (False, True))
    else:
        entry = text = notes.first(package, held)
    name = str(package.descriptor["name"])
    yanks = store.all_yanked(root)
    about = Manifest(name, version, day, previous, manifest.data_swhid(held), (), yanks)
    stamped = stamp(package, about, entry)
    held |= {path: data for path, data in stamped.items() if path in held}
    held[NOTES] = f"# {name} {version}\n\nReleased on {day}.\n\n{text.strip()}\n".encode()
    made = manifest.make(about, held)
    return Release(made, {**_stored(root, made, held), **edits, **stamped})


def _previous(root: Path, last: str, name: str) -> Previous:
    """The last release, which must be of a package with this name."""
    before = store.manifest(root, last)
    if before.name != name:
        raise PackageError(
            f"releases/ has releases of {before.name!r}, not of {name!r};"
            " remove the folder and CHANGELOG.md, then release again"
        )
    return Previous(last, before.sha256)


def _edited(package: Package, edits: Mapping[str, bytes]) -> Package:
    """The package with new bytes for some tables, as its descriptor states them."""
    descriptor = deepcopy({**package.descriptor})
    for item in descriptor["resources"]:
        if data := edits.get(item["path"]):
            item["bytes"], item["hash"] = len(data), f"sha256:{manifest.digest(data)}"
    return replace(package, descriptor=descriptor)


@contextmanager
def since_release(
    root: Path, version: str, package: Package, held: Mapping[str, bytes]
) -> Iterator[Difference]:
    """What changed since a release, if the next one holds these files."""
    with archive.unpacked(root, version) as (old, before):
        before = {path: data for path, data in before.items() if path != NOTES}
        yield compare(old, before, package, held)


def _is(root: Path, version: str, held: Mapping[str, bytes]) -> bool:
    """Whether the release holds these very files."""
    stated = {item.path: item.sha256 for item in store.manifest(root, version).files}
    stated.pop(NOTES)
    return stated == {path: manifest.digest(data) for path, data in held.items()}


def _require(version: str, last: str, difference: Difference) -> None:
    reasons = bump.reasons(difference)
    if not reasons:
        raise PackageError(f"nothing changed since {last}; there is nothing to release")
    level: Level = reasons[0].level
    due = following(last, level)
    if version != due:
        listed = "\n".join(f"{Level(reason.level).name}: {reason.what}" for reason in reasons)
        raise UsageError(f"{listed}\nThese changes since {last} make {due}, not {version}.")


def _stored(root: Path, made: Manifest, held: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new files of releases/: first objects that are not there yet, then what names them."""
    known = {path.name for path in (root / store.OBJECTS).glob("*")}
    found = {
        f"{store.OBJECTS}/{item.sha256}": held[item.path]
        for item in made.files
        if item.sha256 not in known
    }
    earlier = {version: store.raw_manifest(root, version) for version in store.versions(root)}
    tree = archive.tree(held, made.render(), earlier)
    checksum = f"{store.FOLDER}/{made.version}/{made.archive}.sha256"
    found[checksum] = archive.checksum(made, tree)
    found[store.manifest_path(made.version)] = made.render()
    return found


def yank(root: Path, version: str, reason: str) -> atomic.Changes:
    """The files that mark a release as not to be used any more; the release itself does not change.

    Raises UsageError for an unknown version or an empty reason, PackageError where it is yanked.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise UsageError("--yank needs a reason, for those who have cited it: --yank REASON")
    if before := store.yanked(root, store.known(root, version)):
        raise PackageError(f"{version} is yanked already: {before}")
    return {
        f"{store.FOLDER}/{version}/{store.YANKED}": f"{reason}\n".encode(),
        changelog.CHANGELOG: changelog.yanked(root, version, reason),
    }
