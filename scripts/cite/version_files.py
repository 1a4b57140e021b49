"""The files outside data/ that state the version, and how they are updated."""

from __future__ import annotations

import re

from ..core import atomic
from ..core.errors import PackageError
from ..core.strict_json import as_json
from ..descriptor.load import from_descriptor
from ..descriptor.model import Package
from ..descriptor.parse import DESCRIPTOR
from ..release import changelog
from ..release.manifest import Manifest
from . import zenodo
from .formats import cff
from .model import Citation, gather
from .styles import release_line

README = "README.md"
# Where that file states a version, it does so once.
STATED = re.compile(r"(?<=\([Vv]ersion )[^)\n]+(?=\))")
# The whole citation, as `cite` prints it, in a block quote.
QUOTED = re.compile(r"^> .*\(Version [^)\n]+\) \[Data set\]\..*$", re.MULTILINE)


def stamped(package: Package, about: Manifest, entry: str) -> dict[str, bytes]:
    """The new bytes of every file that states the version, by path. `about` has version, day and
    SWHID; `entry` is the entry of the changelog. Raises PackageError where a place is not found."""
    descriptor = {**package.descriptor, "version": about.version}
    citation = gather(from_descriptor(package.root, descriptor), about)
    found = {
        DESCRIPTOR: as_json(descriptor),
        "CITATION.cff": cff.render(citation).encode(),
        ".zenodo.json": zenodo.render(citation).encode(),
        changelog.CHANGELOG: changelog.with_release(package.root, about, entry).encode(),
    }
    text, times = STATED.subn(about.version, (atomic.read(package.root / README) or b"").decode())
    if times > 1:
        raise PackageError(
            f"{README}: states the version {times} times; leave one, or none, for `release`"
            " to bring up to date"
        )
    if times:
        found[README] = QUOTED.sub(lambda _: quoted(citation), text).encode()
    return found


def quoted(citation: Citation) -> str:
    """The citation for README: a block quote, with the title in italics."""
    return "> " + release_line(citation, "apa").replace(citation.title, f"*{citation.title}*", 1)
