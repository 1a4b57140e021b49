"""Where the version stands outside of data/, and how each place is brought to another."""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts import files
from scripts.cite import cff, zenodo
from scripts.cite.model import gather
from scripts.declared import DESCRIPTOR
from scripts.errors import PackageError
from scripts.package import Package, from_descriptor
from scripts.release.manifest import Manifest

CHANGELOG, UNRELEASED = "CHANGELOG.md", "## Unreleased\n"
# Each must be found once in its file, where there is that file.
STATED = {
    "README.md": re.compile(r"(?<=\(version )[^)\n]+(?=\))"),
    "pyproject.toml": re.compile(r'(?<=^version = ")[^"\n]+(?=")', re.MULTILINE),
}


def stamped(package: Package, about: Manifest, entry: str) -> dict[str, bytes]:
    """The new bytes of every file that states the version, by path; `about` has version, day and
    SWHID, `entry` is what the changelog is told. Raises PackageError where a place is not found."""
    descriptor = {**package.descriptor, "version": about.version}
    citation = gather(from_descriptor(package.root, descriptor), about)
    found = {
        DESCRIPTOR: (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode(),
        "CITATION.cff": cff.render(citation).encode(),
        ".zenodo.json": zenodo.render(citation).encode(),
        CHANGELOG: _changelog(package.root, about, entry).encode(),
    }
    for file, place in STATED.items():
        data = files.read(package.root / file)
        if data is not None:
            text, times = place.subn(about.version, data.decode())
            if times != 1:
                raise PackageError(f"{file}: states the version {times} times, not once")
            found[file] = text.encode()
    return found


def _changelog(root: Path, about: Manifest, entry: str) -> str:
    """The changelog with the release on top: what people wrote under `Unreleased`, then `entry`."""
    text = (files.read(root / CHANGELOG) or b"# What changed in the data\n").decode()
    head, _, rest = text.partition(UNRELEASED)
    written, below = "", ""
    if rest:
        written, mark, below = rest.partition("\n## ")
        below = mark[1:] + below
    else:
        head, mark, below = head.partition("\n## ")
        head, below = head.rstrip("\n") + "\n\n", mark[1:] + below
    parts = [f"## {about.version}", f"Released on {about.released_on}.", written, entry, below]
    return head + "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def yanked(root: Path, version: str, reason: str) -> bytes:
    """The changelog with the reason under the release's heading."""
    text = (files.read(root / CHANGELOG) or b"").decode()
    heading = f"## {version}\n"
    return text.replace(heading, f"{heading}\n**Yanked**: {reason}\n", 1).encode()
