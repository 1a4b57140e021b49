"""A release always gives the same zip: in other folders, time zones, locales, umasks, and
Pythons."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from revisioned.release import archive, store
from tests.conftest import ROOT
from tests.release.conftest import FIRST, LAST, commit, download, git

CODE = """
import os, sys
os.umask(int(sys.argv[2], 8))
from pathlib import Path
import scripts
from revisioned.release import archive, store
root = Path.cwd()
manifest = store.manifest(root, sys.argv[1])
Path(sys.argv[3]).write_bytes(archive.zipped(archive.of_release(root, manifest)))
"""


def runs(python: str) -> bool:
    """Whether this Python can be run: the command can exist and still fail."""
    found = shutil.which(python)
    return bool(found) and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0


# The versions that we support.
PYTHONS = ("python3.11", "python3.12", "python3.13")


def made(root: Path, target: Path, python: str, umask: str, **environment: str) -> bytes:
    """The zip of the newest release, made by this Python."""
    subprocess.run(
        [python, "-c", CODE, LAST, umask, str(target)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        check=True,
    )
    return target.read_bytes()


@pytest.fixture(scope="module")
def clones(four: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two fresh clones in other folders."""
    folder = tmp_path_factory.mktemp("clones")
    origin = shutil.copytree(four, folder / "origin")
    git(origin, "init", "-q")
    commit(origin)
    git(folder, "clone", "-q", "origin", "here")
    git(folder, "clone", "-q", "origin", "名 and/elsewhere")
    return folder / "here", folder / "名 and/elsewhere"


def test_two_clones_give_one_zip(clones: tuple[Path, Path], four: Path, tmp_path: Path) -> None:
    one = made(clones[0], tmp_path / "1", sys.executable, "022", TZ="Asia/Taipei", LC_ALL="C.UTF-8")
    two = made(clones[1], tmp_path / "2", sys.executable, "077", TZ="America/Adak", LC_ALL="C")

    assert one == two == archive.zipped(download(four, LAST))
    stated = (four / "releases" / LAST).glob("*.sha256")
    assert next(stated).read_bytes() == archive.checksum(
        store.manifest(four, LAST), download(four, LAST)
    )


def test_every_python_on_the_path_gives_the_same_zip(
    clones: tuple[Path, Path], four: Path, tmp_path: Path
) -> None:
    expected = archive.zipped(download(four, LAST))
    for python in (sys.executable, *filter(runs, PYTHONS)):
        assert made(clones[0], tmp_path / "zip", python, "022") == expected, python


def test_zip_is_stored_with_one_time_and_mode(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as opened:
        entries = opened.infolist()

    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.compress_type, entry.date_time, entry.external_attr) for entry in entries} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 0o100644 << 16)
    }


def test_download_holds_every_manifest_before_it(four: Path) -> None:
    held = download(four, LAST)

    for version in (FIRST, "1.0.1", "1.1.0"):
        assert held[f"manifests/{version}.json"] == store.raw_manifest(four, version)
