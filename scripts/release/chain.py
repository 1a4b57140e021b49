"""The chain of manifests: each names the one before it by version and SHA-256."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..core.errors import PackageError
from .manifest import digest, parse


def findings(
    tip: str, manifests: Mapping[str, bytes], named: Callable[[str], str]
) -> Iterator[str]:
    """What is wrong with the chain that ends in the version `tip`, one finding a manifest.

    `manifests` has the bytes of each by version, `named` gives the file of a version's manifest. A
    manifest that no other leads to is reported as added.
    """
    left = dict(manifests)
    version: str | None = tip
    after, due = "", ""
    while version is not None:
        file = named(version)
        data = left.pop(version, None)
        if data is None:
            yield f"missing: {file}" + (
                f": broken chain: {after} names it as the previous release" if after else ""
            )
            break
        if after and digest(data) != due:
            yield f"changed: {file}: broken chain: {after} states another SHA-256 for it"
        try:
            manifest = parse(data, file)
        except PackageError as error:
            yield str(error)
            break
        if manifest.version != version:
            yield f"swapped: {file}: it is the manifest of {manifest.version}"
            break
        previous = manifest.previous
        after = version
        version, due = (previous.version, previous.sha256) if previous else (None, "")
    else:
        for version in left:
            yield f"added: {named(version)}: broken chain: no release after it names it"
