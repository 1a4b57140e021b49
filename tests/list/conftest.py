"""The list itself as it is in this repository, or a copy that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from revisioned.build import database as build
from revisioned.descriptor.load import load
from revisioned.site import app
from tests.conftest import ROOT, built, made_once
from tests.server import serving

PARTS = (
    "datapackage.json",
    "metadata.yml",
    "data",
    "checks",
    "docs",
    ".github",
)


def copy_package(target: Path) -> Path:
    """Copy the list into a new folder."""
    target.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / part)
    return target


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the list, which a test may break."""
    return copy_package(tmp_path / "package")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the list with its database built."""
    return made_once(tmp_path_factory, "published", lambda folder: built(copy_package(folder)))


@pytest.fixture(scope="session")
def database(published: Path) -> Path:
    """The database of the list."""
    return build.path(load(published))


@pytest.fixture(scope="session")
def site(published: Path) -> Datasette:
    """The site of the list; `site.client` calls it without a socket."""
    return app.application(load(published))


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """The address of the list, served by `python -m scripts serve` on a free port."""
    with serving(published) as server:
        yield f"{server.address}/"
