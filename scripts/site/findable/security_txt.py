"""How to report a vulnerability, where scanners look for it (RFC 9116): by the contact that the
descriptor names."""

from __future__ import annotations

from datetime import date, timedelta

from ...contribute.contact import contact
from ...descriptor.model import Package

# The standard asks for a day after which no one should rely on it.
VALIDITY = timedelta(days=365)


def security_txt(package: Package, released_on: str | None, place: str) -> str | None:
    """The text, valid for a year from the newest release, at `place` where the package has a
    homepage; None without anybody to write to, or before the first release."""
    given = contact(package)
    ways = [f"mailto:{given.email}"] if given.email else []
    ways += [given.bugs] if given.bugs.startswith("https://") else []
    if not ways or not released_on:
        return None
    lines = [f"Contact: {way}" for way in ways]
    lines.append(f"Expires: {date.fromisoformat(released_on) + VALIDITY}T00:00:00Z")
    lines.append(f"Preferred-Languages: {', '.join(package.languages)}")
    lines += [f"Canonical: {place}"] if place else []
    return "\n".join(lines) + "\n"
