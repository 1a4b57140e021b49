"""Every response says what a browser may do with it, and Datasette's own pages work under that
policy."""

from __future__ import annotations

import asyncio
import re

import pytest
from datasette.app import Datasette

from revisioned.site import headers

PATHS = [
    *("/", "/withdrawals", "/withdrawals/prints", "/withdrawals/organizations/who", "/nowhere"),
    *("/withdrawals/the_list", "/withdrawals?sql=select+1", "/withdrawals?sql=nothing"),
    *("/withdrawals/prints.json", "/withdrawals/prints.csv", "/withdrawals.db", "/data/acts.csv"),
    *(
        "/site.css",
        "/static/stock.css",
        "/-/static/app.css",
        "/datapackage.json",
        "/withdrawals.xlsx",
    ),
    *("/-/patterns", "/-/allow-debug", "/-/messages", "/-/versions"),
]


@pytest.mark.parametrize("path", PATHS)
def test_response_carries_each_header_once(site: Datasette, path: str) -> None:
    answer = asyncio.run(site.client.get(path))

    for name in ("content-security-policy", *headers.FIXED):
        assert len(answer.headers.get_list(name)) == 1, name


@pytest.mark.parametrize("path", PATHS)
def test_page_has_no_inline_style_and_no_script_without_a_hash(site: Datasette, path: str) -> None:
    answer = asyncio.run(site.client.get(path))
    policy = answer.headers["content-security-policy"]
    html = answer.text if "text/html" in answer.headers["content-type"] else ""

    assert not re.search(r'<[^>]* style="', html)
    assert not re.search(r"<[^>]* on\w+=", html)
    for body in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        assert headers.policy([f"<script>{body}</script>"]).split("; ")[1].split()[2] in policy
    for body in re.findall(r"<style>(.*?)</style>", html, re.DOTALL):
        assert headers.policy([f"<style>{body}</style>"]).split("; ")[2].split()[2] in policy


def test_policy_allows_nothing_by_default_and_no_inline_script(site: Datasette) -> None:
    policy = asyncio.run(site.client.get("/")).headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    assert rules["default-src"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


def test_a_cell_says_its_column_where_the_table_is_shown_as_cards(site: Datasette) -> None:
    for path in ("/withdrawals/prints", "/withdrawals/organizations/who"):
        assert 'data-label="org_id"' in asyncio.run(site.client.get(path)).text
