"""A page of another origin can fetch everything that a program could."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.release.conftest import LAST
from tests.server import serving

ADDRESSES = [
    *("/data/wells.csv", "/datapackage.json", "/feed.atom", "/releases/latest.json"),
    "/diff/lists/2020-first...2021-second.json",
    f"/cite/{LAST}?format=bibtex",
    *("/wells/wells.json", "/wells.db", f"/v{LAST.replace('.', '-')}.db", "/changes.json"),
]
FETCH = """async (address) => {
  const answer = await fetch(address);
  const body = await answer.arrayBuffer();
  const tag = answer.headers.get("etag");
  const again = await fetch(address, {headers: {"If-None-Match": tag, Range: "bytes=0-9"}});
  return [answer.status, body.byteLength, tag, again.status];
}"""


@pytest.fixture(scope="module")
def served(released: Path) -> Iterator[str]:
    """The address of a site with releases."""
    with serving(released) as server:
        yield server.address


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of another origin."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text("<!doctype html><title>Elsewhere</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_everything_loads_from_a_page_of_another_origin(
    page: Page, served: str, elsewhere: str
) -> None:
    page.goto(elsewhere)

    for path in ADDRESSES:
        status, size, tag, again = page.evaluate(FETCH, served + path)
        assert (status, again) == (200, 304), path
        assert size > 0
        assert tag
