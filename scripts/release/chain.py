"""The chain of manifests: each names the one before it by version and SHA-256."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..core.errors import PackageError
from .manifest import digest, parse
from .versions.versioning import ordered


def findings(
    tip: str, manifests: Mapping[str, bytes], named: Callable[[str], str]
) -> Iterator[str]:
    """What is wrong with the chain that ends in the version `tip`, one finding a manifest.

    `manifests` has the bytes of each by version, `named` gives the file of a version's manifest. A
    manifest that nothing leads to is named as added.
    """
    left = dict(manifests)
    version: str | None = tip
    due: str | None = None
    while version is not None:
        file = named(version)
        data = left.pop(version, None)
        if data is None:
            yield f"missing: {file}: broken chain: {_gone(version, manifests)}"
            break
        if due is not None and digest(data) != due:
            yield f"changed: {file}: broken chain: the release after it names other bytes"
        try:
            manifest = parse(data, file)
        except PackageError as error:
            yield str(error)
            break
        if manifest.version != version:
            yield f"swapped: {file}: it is the manifest of {manifest.version}"
            break
        previous = manifest.previous
        if previous and ordered(previous.version) >= ordered(version):
            yield f"changed: {file}: broken chain: it names {previous.version} as before it"
            break
        version, due = (previous.version, previous.sha256) if previous else (None, None)
    else:
        for version in left:
            yield f"added: {named(version)}: broken chain: no release after it names it"


def _gone(version: str, manifests: Mapping[str, bytes]) -> str:
    later = [other for other in manifests if ordered(other) > ordered(version)]
    return f"{min(later, key=ordered)} names {version} as before it" if later else "it is not there"
