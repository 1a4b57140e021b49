"""A table that was released is dropped from the package: what was said of it stays."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.derive import refresh
from revisioned.descriptor.load import load
from revisioned.release import serve_store
from revisioned.site import app
from tests.breaking import descriptor, record
from tests.release.conftest import once, release  # noqa: F401

PATIENCE_S = 6


@pytest.fixture(scope="module")
def site(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:  # noqa: F811
    """The site of a package whose table had one record more in its second release."""
    root = shutil.copytree(once, tmp_path_factory.mktemp("dropped") / "package")
    record("data/remarks.csv", remark_id="r9", topic="power", reason="Deeper")(root)
    refresh.refresh(root)
    release(root, "1.1.0")

    def drop(document: dict) -> None:
        document["resources"] = [it for it in document["resources"] if it["name"] != "remarks"]

    descriptor(drop)(root)
    (root / "data/remarks.csv").unlink()
    refresh.refresh(root)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    serve_store.fill(root)
    return app.application(loaded)


@pytest.mark.parametrize(
    "address",
    ["/releases", "/zh/releases", "/releases/1.1.0/", "/releases/1.0.0...1.1.0", "/cite/1.0.0"],
)
def test_a_page_about_a_release_calls_it_by_its_name(site: Datasette, address: str) -> None:
    page = asyncio.run(asyncio.wait_for(site.client.get(address), PATIENCE_S))

    assert page.status_code == 200
    assert "remarks" in page.text


@pytest.mark.parametrize("address", ["/", "/feed.atom", "/changes.json?since=1.0.0"])
def test_other_addresses_answer(site: Datasette, address: str) -> None:
    page = asyncio.run(asyncio.wait_for(site.client.get(address), PATIENCE_S))

    assert page.status_code == 200
