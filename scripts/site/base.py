"""What the absolute addresses of a site begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..descriptor.model import Package
from .folder import site_of

if TYPE_CHECKING:
    from datasette import Request
    from datasette.app import Datasette


def homepage(package: Package) -> str:
    """The address of the site by the descriptor, without a slash at its end; empty where the
    package names none."""
    return str(package.descriptor.get("homepage") or "").rstrip("/")


def path_of(request: Request) -> str:
    """The path of the address, as Datasette looks for its route."""
    return str(request.scope.get("route_path") or request.path)


def base(datasette: Datasette, request: Request) -> str:
    """What an absolute address begins with: the homepage, or else the scheme and host of the
    request; then the answer must say `Vary: Host` (`VARY`). A request from within this process may
    state it as `base` in the scope."""
    if "base" in request.scope:
        return str(request.scope["base"])
    asked = datasette.absolute_url(request, datasette.urls.instance())
    return homepage(site_of(datasette).package) or str(asked).rstrip("/")


VARY = {"Vary": "Host"}
