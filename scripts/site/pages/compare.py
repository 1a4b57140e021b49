"""`/releases/<old>...<new>`: what changed between two releases, and how they are chosen."""

from __future__ import annotations

from ..ask import Answer, Ask, Page, Redirect
from ..differences.changes_since import between
from .releases import require


def answer(ask: Ask) -> Answer:
    """The page. Raises Problem where there is no such release."""
    old, new = (require(ask, ask.values[side]) for side in ("old", "new"))
    return Page("pages/compare.html", {"old": old, "new": new, "since": between(ask, old, new)})


def chosen(ask: Ask) -> Answer:
    """The address of the two releases that somebody chose from the menus, else of all of them."""
    if not {"old", "new"} & {*ask.arguments}:
        return Redirect(f"{ask.prefix}/releases")
    old, new = (require(ask, ask.arguments.get(name, "")) for name in ("old", "new"))
    return Redirect(f"{ask.prefix}/releases/{old}...{new}")
