"""Whoever runs this copy, and how an error is reported to them: what the descriptor says."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from ..descriptor.model import Package


@dataclass(frozen=True)
class Contact:
    """Who runs the copy, an address to write to and a page that takes reports, as far as given."""

    names: tuple[str, ...]
    email: str
    bugs: str

    @property
    def is_given(self) -> bool:
        """Whether anybody can be reached."""
        return bool(self.email or self.bugs)

    def address(self, subject: str) -> str:
        """Where a report about the subject goes; empty where nobody can be reached."""
        if self.bugs:
            return self.bugs
        return f"mailto:{self.email}?subject={quote(subject)}" if self.email else ""


def contact(package: Package) -> Contact:
    """The first e-mail address among the contributors, and the page for reports."""
    people = package.descriptor.get("contributors", [])
    email = next((str(one["email"]) for one in people if one.get("email")), "")
    bugs = package.descriptor.get("bugs") or ""
    bugs = str(bugs.get("url", "")) if isinstance(bugs, dict) else str(bugs)
    return Contact(tuple(str(one.get("title", "")) for one in people), email, bugs)
