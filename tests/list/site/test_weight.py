"""The first view of a page with everything that it loads, in bytes on the wire."""

from __future__ import annotations

import re

import httpx

from tests.list.site.pages import ASKED, mapped
from tests.server import PLAIN

MOST = 60_000
LOADED = re.compile(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"')


def sent(address: str, path: str) -> tuple[str, int]:
    """The text, and its size on the wire in bytes."""
    with httpx.stream("GET", address.rstrip("/") + path, verify=PLAIN) as answer:
        answer.read()
        return answer.text, answer.num_bytes_downloaded


def test_first_view_is_light_and_comes_from_one_host(address: str) -> None:
    kept: dict[str, int] = {}
    ours = (*mapped(sent(address, "/sitemap.xml")[0]), *ASKED)
    for path in (prefix + path for path in ours for prefix in ("", "/zh")):
        page, weight = sent(address, path)
        loaded = LOADED.findall(page)

        assert loaded, path
        assert all(file.startswith("/") for file in loaded), path
        kept |= {file: sent(address, file)[1] for file in loaded if file not in kept}
        assert weight + sum(kept[file] for file in loaded) < MOST, path
