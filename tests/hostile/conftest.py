"""The small package, made once, and a copy of it to be spoiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile import small


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package; not to be changed."""
    return small.make(tmp_path_factory.mktemp("small") / "package")


@pytest.fixture
def spoiled(good: Path, tmp_path: Path) -> Path:
    """A copy of the small package."""
    return shutil.copytree(good, tmp_path / "package")
