"""What programs expect of HTTP: validators, ranges, compression, other origins, methods."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from revisioned.site.http import delivery, response_cache

EVERYWHERE = [
    *("/", "/zh/", "/feed.atom", "/withdrawals/acts", "/withdrawals/acts.json", "/withdrawals.db"),
    *("/withdrawals/acts.csv", "/data/acts.csv", "/datapackage.json", "/withdrawals.xlsx"),
    *("/static/copy.js", "/reconcile/organizations", "/cite?format=bibtex", "/sitemap.xml"),
    "/diff/prints/2026-01-07-memorandum...2026-01-08-article.json",
]


def ask(site: Datasette, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer to a request, uncompressed unless the headers say otherwise."""
    given = {"accept-encoding": "identity"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    response: httpx.Response = asyncio.run(site.client.request(method, path, headers=given))
    return response


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_for_any_origin_and_has_a_validator(site: Datasette, path: str) -> None:
    first = ask(site, path)
    again = ask(site, path, if_none_match=first.headers["etag"])

    assert first.status_code == 200
    assert first.headers["access-control-allow-origin"] == "*"
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["access-control-allow-origin"] == "*"
    assert "content-length" not in again.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_compressed_answer_is_the_same_text_and_its_validator_is_weak(
    site: Datasette, path: str
) -> None:
    plain = ask(site, path)
    packed = ask(site, path, accept_encoding="gzip, br")
    if path.endswith(".xlsx"):
        assert "content-encoding" not in packed.headers
        return

    assert len(plain.content) < 500 or packed.headers["content-encoding"] == "gzip"
    assert delivery.TIMING.sub(b"", packed.content) == delivery.TIMING.sub(b"", plain.content)
    assert packed.headers["etag"].removeprefix("W/") == plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "accept-encoding" in plain.headers["vary"].lower()
    assert ask(site, path, if_none_match=packed.headers["etag"]).status_code == 304


@pytest.mark.parametrize("path", ["/data/acts.csv", "/datapackage.json", "/withdrawals.db"])
def test_a_file_says_the_sha256_that_its_bytes_have(site: Datasette, path: str) -> None:
    response = ask(site, path)

    assert response.headers["etag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert int(response.headers["content-length"]) == len(response.content)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, None),
        ("bytes=-10", -10, None),
        ("bytes=5-999999999", 5, None),
    ],
)
def test_a_range_is_of_the_file_as_it_is(
    site: Datasette, root: Path, asked: str, start: int, end: int | None
) -> None:
    data = (root / "data/acts.csv").read_bytes()

    part = ask(site, "/data/acts.csv", range=asked, accept_encoding="gzip")

    first = start % len(data)
    assert part.status_code == 206
    assert part.content == data[start:end]
    last = first + len(part.content) - 1
    assert part.headers["content-range"] == f"bytes {first}-{last}/{len(data)}"
    assert "content-encoding" not in part.headers
    assert part.headers["etag"] == f'"{hashlib.sha256(data).hexdigest()}"'


def test_a_range_after_the_end_is_refused_with_the_size(site: Datasette, root: Path) -> None:
    size = (root / "data/acts.csv").stat().st_size

    response = ask(site, "/data/acts.csv", range=f"bytes={size}-")

    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "asked", ["bytes=9-5", "lines=0-9", "bytes=0-1,5-9", "bytes=-", "nonsense"]
)
def test_anything_but_a_single_range_gives_the_whole_file(site: Datasette, asked: str) -> None:
    assert ask(site, "/data/acts.csv", range=asked).status_code == 200


def test_a_range_of_another_version_of_the_file_gives_the_whole(site: Datasette) -> None:
    tag = ask(site, "/data/acts.csv").headers["etag"]
    asked: dict[str, Any] = {"range": "bytes=0-9"}

    assert ask(site, "/data/acts.csv", if_range=tag, **asked).status_code == 206
    assert ask(site, "/data/acts.csv", if_range='"older"', **asked).status_code == 200
    assert ask(site, "/data/acts.csv", if_range=f"W/{tag}", **asked).status_code == 200


@pytest.mark.parametrize("path", ["/", "/data/acts.csv", "/withdrawals/acts.csv"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_head_is_get_without_the_body(site: Datasette, path: str, coding: str) -> None:
    get, head = (ask(site, path, method, accept_encoding=coding) for method in ("GET", "HEAD"))

    assert head.content == b""
    for name in ("content-type", "etag", "cache-control", "vary"):
        assert head.headers[name].removeprefix("W/") == get.headers[name].removeprefix("W/")
    if coding == "identity":
        assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("path", ["/", "/data/acts.csv", "/reconcile/organizations"])
def test_options_says_the_methods_without_a_body(site: Datasette, path: str) -> None:
    response = ask(site, path, "OPTIONS", origin="https://elsewhere.example")

    assert response.status_code == 204
    assert response.content == b""
    assert response.headers["access-control-allow-origin"] == "*"
    assert ("POST" in response.headers["allow"]) == path.startswith("/reconcile/")


@pytest.mark.parametrize("path", ["/data/acts.csv", "/withdrawals/acts.csv"])
def test_a_csv_says_its_charset_and_that_it_has_a_header(site: Datasette, path: str) -> None:
    assert ask(site, path).headers["content-type"] == "text/csv; charset=utf-8; header=present"


def test_a_csv_asked_for_without_a_header_says_so(site: Datasette) -> None:
    kind = ask(site, "/withdrawals/acts.csv?_header=off").headers["content-type"]

    assert kind == "text/csv; charset=utf-8; header=absent"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/data/acts.csv", "acts.csv"),
        ("/withdrawals/acts.csv", "withdrawals-acts.csv"),
        ("/feed.atom", "feed.atom"),
        ("/zh/feed.atom", "zh-feed.atom"),
        (
            "/diff/prints/2026-01-07-memorandum...2026-01-08-article.csv",
            "diff-prints-2026-01-07-memorandum...2026-01-08-article.csv",
        ),
    ],
)
def test_a_download_has_a_name(site: Datasette, path: str, name: str) -> None:
    assert f'filename="{name}"' in ask(site, path).headers["content-disposition"]


def test_nothing_outside_of_a_folder_is_served(site: Datasette) -> None:
    for path in ("/data/../metadata.yml", "/data/%2e%2e/metadata.yml", "/data/", "/data/nope.csv"):
        assert ask(site, path).status_code == 404


def test_polling_an_unchanged_feed_takes_under_300_bytes(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        first = client.get("/feed.atom")
        again = client.get("/feed.atom", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.num_bytes_downloaded < 300


def test_sizes_on_the_wire(site: Datasette) -> None:
    """Compressed: the home page under 20 kB, a table of acts under 15 kB, the database 300 kB."""
    for path, most in (("/", 20_000), ("/withdrawals/acts", 15_000), ("/withdrawals.db", 300_000)):
        response = ask(site, path, accept_encoding="gzip")
        assert int(response.headers["content-length"]) < most


def test_an_answer_too_long_to_buffer_is_streamed() -> None:
    parts = [b"0123456789" * 100_000] * 7

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [(b"accept-encoding", b"gzip")],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(delivery.middleware(app, response_cache.ResponseCache())(scope, None, send))

    assert dict(sent[0]["headers"])[b"content-encoding"] == b"gzip"
    assert len(sent) > 3
    assert gzip.decompress(b"".join(part["body"] for part in sent[1:])) == b"".join(parts)
    assert not sent[-1].get("more_body")
