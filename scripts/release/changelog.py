"""CHANGELOG.md: what people write under `Unreleased`, and an entry for each release."""

from __future__ import annotations

from pathlib import Path

from ..core import atomic
from .manifest import Manifest

CHANGELOG, UNRELEASED = "CHANGELOG.md", "## Unreleased\n"


def with_release(root: Path, about: Manifest, entry: str) -> str:
    """The changelog with the release on top: what people wrote under `Unreleased`, then `entry`."""
    text = (atomic.read(root / CHANGELOG) or b"# What changed in the data\n").decode()
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
    text = (atomic.read(root / CHANGELOG) or b"").decode()
    heading = f"## {version}\n"
    return text.replace(heading, f"{heading}\n**Yanked**: {reason}\n", 1).encode()
