"""What the database of a release says about itself, besides its descriptor."""

from __future__ import annotations

from collections.abc import Mapping

from ..descriptor.model import Package
from ..release import store
from ..release.manifest import Manifest
from .formats import apa
from .model import gather, swhid_of_data


def of_release(package: Package, manifest: Manifest | None) -> Mapping[str, str]:
    """The day, hashes and citation of the package that this manifest released; without one, of the
    package as it is here."""
    about = {"citation": apa.FORMAT.render(gather(package, manifest)).strip()}
    if manifest is None:
        return {**about, "swhid": swhid_of_data(package)}
    return {
        **about,
        "released_on": manifest.released_on,
        "swhid": manifest.swhid,
        "manifest_sha256": manifest.sha256,
    }


def of_current(package: Package) -> Mapping[str, str]:
    """The same for the package as it is here, with the manifest of its release if it is one."""
    version = str(package.descriptor.get("version", ""))
    manifest = None
    if version in store.versions(package.root):
        found = store.manifest(package.root, version)
        manifest = found if found.swhid == swhid_of_data(package) else None
    return of_release(package, manifest)
