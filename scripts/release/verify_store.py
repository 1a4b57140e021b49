"""Whether the releases in releases/ are unchanged, without asking git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ..core import atomic, result_cache
from ..core.errors import PackageError
from . import archive, chain, compare_files, store
from .manifest import Manifest, parse
from .verify import Verdict, manifest_findings

KIND = "released"


def released(root: Path, version: str) -> Verdict:
    """The verdict on a version in releases/: its files, and every manifest in the chain."""
    return stored(root, [store.known(root, version)])


def findings(root: Path) -> tuple[str, ...]:
    """What is wrong with releases/; bytes that the same code found whole before are not read
    again."""
    key = result_cache.digest(root, (store.FOLDER,))
    if result_cache.load(root, KIND, key) == []:
        return ()
    found = stored(root, store.versions(root)).findings
    if not found:
        result_cache.save(root, KIND, key, [])
    return found


def require(root: Path) -> None:
    """Return nothing, or raise PackageError naming what has changed since its release."""
    if found := findings(root):
        listed = "\n".join(found)
        raise PackageError(f"{listed}\nAn earlier release is damaged; restore it from git.")


def stored(root: Path, versions: list[str]) -> Verdict:
    """The verdict on these versions; the manifest is that of the last."""
    known = store.versions(root)
    manifests = {
        version: data
        for version in known
        if (data := atomic.read(root / store.manifest_path(version))) is not None
    }
    found = [*chain.findings(known[-1], manifests, store.manifest_path)] if known else []
    parsed: dict[str, Manifest] = {}
    for version, data in manifests.items():
        with suppress(PackageError):
            parsed[version] = parse(data, store.manifest_path(version))
    listed = {item.sha256 for manifest in parsed.values() for item in manifest.files}
    for version in versions:
        if version in parsed:
            found += _objects(root, parsed[version])
        elif version not in manifests:
            found += [f"missing: {store.manifest_path(version)}"]
    if len(parsed) == len(known):
        found += _strangers(root, known, parsed, listed)
        found += _yanks(root, parsed)
        found += _deposits(root, parsed)
    verified = parsed.get(versions[-1]) if versions else None
    return Verdict(verified, tuple(dict.fromkeys(found)))


def _objects(root: Path, manifest: Manifest) -> Iterator[str]:
    due = {f"{store.OBJECTS}/{item.sha256}": item for item in manifest.files}
    have = {path: data for path in due if (data := atomic.read(root / path)) is not None}
    wrong = list(compare_files.findings({path: item.sha256 for path, item in due.items()}, have))
    for finding in wrong:
        paths = [item.path for path, item in due.items() if path in finding]
        yield f"{finding} ({', '.join(paths)} of {manifest.version})"
    contents = {
        item.path: data
        for item in manifest.files
        if (data := have.get(f"{store.OBJECTS}/{item.sha256}")) is not None
    }
    yield from manifest_findings(manifest, contents)
    checksum = f"{store.FOLDER}/{manifest.version}/{manifest.archive}.sha256"
    data = atomic.read(root / checksum)
    if data is None:
        yield f"missing: {checksum}"
    elif not wrong:
        try:
            due_sum = archive.checksum(manifest, archive.of_release(root, manifest))
        except PackageError:
            return  # the chain says what is missing
        if data != due_sum:
            yield f"changed: {checksum}: the files of the release give another archive"


def _yanks(root: Path, parsed: Mapping[str, Manifest]) -> Iterator[str]:
    """Marks that a later release states, and that are missing or different."""
    for later, manifest in parsed.items():
        for version, reason in manifest.yanked.items():
            mark = f"{store.FOLDER}/{version}/{store.YANKED}"
            found = store.yanked(root, version)
            if version not in parsed:
                yield f"missing: {store.manifest_path(version)}: {later} names it as yanked"
            elif found is None:
                yield f"missing: {mark}: {later} states why {version} is yanked: {reason}"
            elif found != reason:
                yield f"changed: {mark}: {later} states another reason: {reason}"


def _deposits(root: Path, parsed: Mapping[str, Manifest]) -> Iterator[str]:
    """Addresses in archives that cannot belong to the release."""
    for version, manifest in parsed.items():
        for address in store.deposited(root, version):
            archived = store.ARCHIVE + manifest.swhid
            if address != archived and not address.startswith(f"{store.DOI}10."):
                path = f"{store.FOLDER}/{version}/{store.DEPOSITED}"
                yield f"{path}: {address}: neither {store.DOI}10.… nor {archived}"


def _strangers(
    root: Path, known: list[str], parsed: Mapping[str, Manifest], listed: set[str]
) -> Iterator[str]:
    """Files under releases/ that belong to no release."""
    own = {f"{store.OBJECTS}/{sha256}" for sha256 in listed}
    for version in known:
        checksum = f"{parsed[version].archive}.sha256"
        names = (store.MANIFEST, store.SIGNATURE, store.YANKED, store.DEPOSITED, checksum)
        own |= {f"{store.FOLDER}/{version}/{name}" for name in names}
    for path in sorted((root / store.FOLDER).rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_dir() and name not in own:
            yield f"added: {name}: no release has it"
