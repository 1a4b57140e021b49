"""`python -m tools.licences`: update the list of locked packages in docs/dependencies.md.

The licence of a package is in its metadata: the SPDX expression, else the classifier, else the
short text of the field. A package that is not installed here (for another system) has none.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/dependencies.md"
LOCK = ROOT / "requirements-all.txt"
START = "<!-- locked -->\n"
NOT_HERE = "not installed on Linux"
# How packages name a licence, and its SPDX identifier.
SPDX = {
    r"artistic": "Artistic-1.0-Perl OR GPL-2.0-or-later",
    r"apache": "Apache-2.0",
    r"\bmit\b": "MIT",
    r"bsd.?2": "BSD-2-Clause",
    r"bsd.?3|new bsd": "BSD-3-Clause",
    r"bsd": "BSD (which clauses is not said)",
    r"python software|^psf": "PSF-2.0",
    r"mozilla|mpl": "MPL-2.0",
    r"zlib": "Zlib",
    r"isc": "ISC",
    r"unlicense": "Unlicense",
    r"gpl": "GPL",
}


def locked() -> list[str]:
    """The name of every package in the lock file, once each."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return sorted(
        {line.partition("==")[0].strip() for line in lines if re.match(r"[\w.-]+==", line)}
    )


def licence(package: str) -> str:
    """The licence that the package declares."""
    try:
        about = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return NOT_HERE
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    said = " / ".join(classifiers) or str(about.get("License") or "")[:60]
    if " AND " in said:
        return said
    for words, name in SPDX.items():
        if re.search(words, said, re.IGNORECASE):
            return name
    return said.splitlines()[0] if said else "not said"


def listed() -> str:
    """The packages by licence, a line for each licence."""
    found: dict[str, list[str]] = {}
    for package in locked():
        found.setdefault(licence(package), []).append(package)
    lines = [f"| {name} | {', '.join(found[name])} |" for name in sorted(found)]
    return "\n".join(["| licence | packages |", "|---|---|", *lines]) + "\n"


def main() -> None:
    """Update the list."""
    text = PAGE.read_text(encoding="utf-8").partition(START)[0]
    PAGE.write_text(text + START + listed(), encoding="utf-8")


if __name__ == "__main__":
    main()
