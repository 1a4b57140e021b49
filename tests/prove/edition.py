"""The static edition of this list is complete, and the same in every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prove.built import missing
from tests.scaffold.test_edition import digests
from tests.site.test_edition import lost_links, parsed


def written(folder: Path) -> Path:
    """The edition of the package that is built here."""
    subprocess.run([sys.executable, "-m", "scripts", "static", folder], cwd=ROOT, check=True)
    return folder


def test_two_runs_are_complete_and_the_same(tmp_path: Path) -> None:
    if said := missing(ROOT):
        pytest.fail(said, pytrace=False)
    first, second = written(tmp_path / "first"), written(tmp_path / "second")

    assert lost_links(first, parsed(first)) == set()
    assert digests(first) == digests(second)
