"""The first view of a page, with everything that it loads, as it is sent."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.list.site.pages import PRINTINGS

MOST = 60_000
OURS = (
    "/",
    "/organizations",
    "/search?q=climate",
    "/organizations/unfccc",
    "/sources/ndtv-2025-01-28",
    PRINTINGS,
    "/about",
    "/withdrawals/notice_given",
)
LOADED = re.compile(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"')


def sent(address: str, path: str) -> tuple[str, int]:
    """The text, and how many bytes of it went over the line."""
    with httpx.stream("GET", address.rstrip("/") + path) as answer:
        answer.read()
        return answer.text, answer.num_bytes_downloaded


@pytest.mark.parametrize("path", [*OURS, *(f"/zh{path}" for path in OURS)])
def test_first_view_is_light_and_comes_from_one_host(address: str, path: str) -> None:
    page, weight = sent(address, path)
    loaded = LOADED.findall(page)

    assert loaded
    assert all(file.startswith("/") for file in loaded)
    assert weight + sum(sent(address, file)[1] for file in loaded) < MOST
