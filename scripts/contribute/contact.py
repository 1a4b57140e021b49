"""Who runs this copy, and how they are reached: what the descriptor says."""

from __future__ import annotations

from dataclasses import dataclass

from ..descriptor.model import Package


@dataclass(frozen=True)
class Contact:
    """Who runs the copy, an e-mail address and a page that takes reports, as far as given."""

    names: tuple[str, ...]
    email: str
    bugs: str

    @property
    def is_given(self) -> bool:
        """Whether anybody can be reached."""
        return bool(self.email or self.bugs)


def contact(package: Package) -> Contact:
    """The first e-mail address among the contributors, and the page for reports: `bugs`, an address
    or an object with `url`."""
    people = package.descriptor.get("contributors", [])
    email = next((str(one["email"]) for one in people if one.get("email")), "")
    bugs = package.descriptor.get("bugs") or ""
    bugs = str(bugs.get("url", "")) if isinstance(bugs, dict) else str(bugs)
    return Contact(tuple(str(one.get("title", "")) for one in people), email, bugs.rstrip("/"))
