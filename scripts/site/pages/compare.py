"""`/releases/<old>...<new>`: what changed between two releases, and how they are chosen."""

from __future__ import annotations

from ..differences.changes_since import between
from ..page_request import Page, PageRequest, PageResponse, Redirect
from .releases import require


def answer(request: PageRequest) -> PageResponse:
    """The page. Raises Problem where there is no such release."""
    old, new = (require(request, request.values[side]) for side in ("old", "new"))
    return Page("page/compare.html", {"old": old, "new": new, "since": between(request, old, new)})


def chosen(request: PageRequest) -> PageResponse:
    """The address of the two releases that somebody chose from the menus, else of all of them."""
    if not {"old", "new"} & {*request.arguments}:
        return Redirect(f"{request.prefix}/releases")
    old, new = (require(request, request.arguments.get(name, "")) for name in ("old", "new"))
    return Redirect(f"{request.prefix}/releases/{old}...{new}")
