"""A site with releases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.release import serve_store
from revisioned.site import app
from tests import breaking
from tests.release.conftest import four, once  # noqa: F401

BASE = "https://lists.example"


@pytest.fixture(scope="session")
def released(four: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A package with a homepage and four releases, built."""
    root = tmp_path_factory.mktemp("findable") / "package"
    shutil.copytree(four, root)

    def change(document: Any) -> None:
        document["homepage"] = f"{BASE}/"

    breaking.descriptor(change)(root)
    # The last release no longer has this column.
    breaking.text("data/pages/well.yml", "given_on, stage, note", "given_on, stage")(root)
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    serve_store.fill(root)
    return root


@pytest.fixture(scope="session")
def here(released: Path) -> Datasette:
    """The site of the package with releases."""
    return app.application(load(released))
