"""What is answered in a language where it has no page: the record that the word names, if any."""

from __future__ import annotations

from .. import search
from ..page_request import PageRequest, PageResponse, Redirect


def answer(request: PageRequest) -> PageResponse:
    """Another address. Raises Problem where there is none."""
    if request.path.rstrip("/") == request.prefix:
        return Redirect(f"{request.prefix}/")
    name = request.path.removeprefix(request.prefix).strip("/")
    if address := search.address(request.site, name, request.connection):
        return Redirect(request.prefix + address)
    raise request.no_such_page
