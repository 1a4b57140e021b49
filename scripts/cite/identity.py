"""What the database of a release says of itself beyond its descriptor."""

from __future__ import annotations

from collections.abc import Mapping

from ..descriptor.model import Package
from ..release import store
from ..release.manifest import Manifest
from .formats import apa
from .model import gather, swhid_of_data


def of_release(package: Package, manifest: Manifest | None) -> Mapping[str, str]:
    """The day, hashes and citation of a package that is released under this manifest, or of one
    that is here."""
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
    """The same for a package as it is: under the manifest of the release that it is, if any."""
    version = str(package.descriptor.get("version", ""))
    manifest = None
    if version in store.versions(package.root):
        found = store.manifest(package.root, version)
        manifest = found if found.swhid == swhid_of_data(package) else None
    return of_release(package, manifest)
