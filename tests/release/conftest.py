"""A repository with the invented package, and one in which it was released four times."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revisioned.cite.version_files import stamped
from revisioned.core import atomic
from revisioned.core.csv_table import dump, read
from revisioned.derive import refresh
from revisioned.release import archive, publish, store
from tests.breaking import cell, descriptor, record
from tests.conftest import copy_wells, made_once

DAYS = {"1.0.0": "2026-11-23", "1.0.1": "2026-12-01", "1.1.0": "2027-02-28", "2.0.0": "2031-01-01"}
FIRST, LAST = "1.0.0", "2.0.0"
THREE = (("1.0.1", "correction"), ("1.1.0", "fact"), ("2.0.0", "structure"))
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_NAME": "Somebody" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "somebody@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-11-23T23:30:00-0800" for who in ("AUTHOR", "COMMITTER")},
}


def git(root: Path, *words: str) -> str:
    """The output of git."""
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        env=os.environ | GIT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def unreleased_copy(target: Path) -> Path:
    """A copy of the invented package without a release."""
    copy_wells(target)
    (target / ".gitignore").write_text("/build/\n")
    return target


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "-A")
    git(root, "commit", "-qm", "as it is")


def release(root: Path, version: str) -> None:
    """Write a release, without the checks of the command."""
    atomic.commit(
        root, publish.prepare(root, version, DAYS.get(version, "2026-11-23"), stamped).changes
    )


def add_permit(root: Path) -> None:
    """A new fact: a permit that makes a new revision of the series."""
    record("data/papers.csv", paper_id="gazette-2022", title="The gazette of 2022")(root)
    record(
        "data/permits.csv",
        permit_id="p07",
        region="east",
        number="2",
        stage="applied",
        given_on="2022-03-02",
        paper_id="gazette-2022",
    )(root)
    refresh.refresh(root)


def correct_a_cell(root: Path) -> None:
    """A correction: the Chinese name of one well."""
    cell("data/wells.csv", "east,1", "name_zh", "老磨坊水井")(root)
    refresh.refresh(root)


def correct_what_was_reported(root: Path) -> None:
    """The same correction, credited to a reader who reported the error."""
    credit = {"table": "wells", "record": "east,1", "reported_by": "A. Reader"}
    descriptor(lambda document: document.update(credits=[credit]))(root)
    correct_a_cell(root)


def drop_note(root: Path, name: str) -> None:
    """A change of structure: a table without its note."""

    def without(document: dict) -> None:
        for item in document["resources"]:
            if item["name"] == name:
                fields = item["schema"]["fields"]
                item["schema"]["fields"] = [f for f in fields if f["name"] != "note"]

    descriptor(without)(root)
    path = root / f"data/{name}.csv"
    table = read(path)
    at = table.columns.index("note")
    rows = [[*cells[:at], *cells[at + 1 :]] for _, cells in table.records]
    path.write_bytes(dump([*table.columns[:at], *table.columns[at + 1 :]], rows))
    refresh.refresh(root)


def drop_a_column(root: Path) -> None:
    """A change of structure: permits without their note."""
    drop_note(root, "permits")


def releases(
    name: str, package: Callable[[Path], Path], **edits: Callable[[Path], None]
) -> tuple[Any, Any]:
    """Two fixtures: a package released once, and the same after three more releases: a
    `correction`, a new `fact`, a change of `structure`. They are made once, wherever they are
    imported; do not change them."""

    @pytest.fixture(scope="session")
    def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
        return made_once(
            tmp_path_factory, f"{name}-once", lambda folder: release(package(folder), FIRST)
        )

    @pytest.fixture(scope="session")
    def four(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        def released(folder: Path) -> None:
            shutil.copytree(once, folder)
            for version, edit in THREE:
                edits[edit](folder)
                release(folder, version)

        return made_once(tmp_path_factory, f"{name}-four", released)

    return once, four


once, four = releases(
    "wells",
    unreleased_copy,
    correction=correct_what_was_reported,
    fact=add_permit,
    structure=drop_a_column,
)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the invented package, committed, not released."""
    root = unreleased_copy(tmp_path_factory.mktemp("repository") / "fresh")
    git(root, "init", "-q")
    commit(root)
    return root


@pytest.fixture
def fresh(repository: Path, tmp_path: Path) -> Path:
    """A copy of the repository, which a test may change."""
    return shutil.copytree(repository, tmp_path / "fresh")


@pytest.fixture
def released(once: Path, tmp_path: Path) -> Path:
    """A copy of the package released once, which a test may change."""
    return shutil.copytree(once, tmp_path / "released")


@pytest.fixture
def chained(four: Path, tmp_path: Path) -> Path:
    """A copy of the package released four times, which a test may change."""
    return shutil.copytree(four, tmp_path / "chained")


def download(root: Path, version: str) -> dict[str, bytes]:
    """The files of a version's download."""
    return archive.of_release(root, store.manifest(root, version))


@pytest.fixture
def unpacked(four: Path, tmp_path: Path) -> Path:
    """The newest release as an unpacked folder."""
    folder = tmp_path / "unpacked"
    store.unpack(download(four, LAST), folder)
    return folder


@pytest.fixture
def zipped(four: Path, tmp_path: Path) -> Path:
    """The newest release as a zip, as people download it."""
    path = tmp_path / store.manifest(four, LAST).archive
    path.write_bytes(archive.zipped(download(four, LAST)))
    return path
