"""A copy of the small package, to be spoiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def spoiled(good: Path, tmp_path: Path) -> Path:
    """A copy of the small package."""
    return shutil.copytree(good, tmp_path / "package")
