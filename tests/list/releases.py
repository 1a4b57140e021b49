"""The list as it would be after a first release, and after three more."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from revisioned.cite.stamp import stamped
from revisioned.core import atomic
from revisioned.core.csv_table import dump, read
from revisioned.derive import refresh
from revisioned.release import archive, publish, store
from tests.breaking import cell, descriptor, line_of, record
from tests.conftest import ROOT
from tests.list.conftest import copy_package

BESIDE = ("README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA")
DAYS = {"1.0.0": "2026-11-23", "1.0.1": "2026-12-01", "1.1.0": "2027-02-28", "2.0.0": "2031-01-01"}
FIRST, LAST = "1.0.0", "2.0.0"


def package_beside(target: Path) -> Path:
    """A copy of the real package as nothing of it was released, with what states its version."""
    copy_package(target)
    for name in (*BESIDE, ".gitignore"):
        shutil.copy(ROOT / name, target / name)
    path = target / "datapackage.json"
    stated = json.loads(path.read_text()) | {"version": "0.1.0"}
    path.write_text(json.dumps(stated, ensure_ascii=False, indent=2) + "\n")
    (target / "CHANGELOG.md").write_text("# What changed\n\n## Unreleased\n\n- Everything.\n")
    return target


def release(root: Path, version: str) -> None:
    """Write a release, without the checks of the command."""
    atomic.change(
        root, publish.prepare(root, version, DAYS.get(version, "2026-11-23"), stamped).changes
    )


def add_act(root: Path) -> None:
    """A new fact: an act that makes a new revision of the register."""
    record(
        "data/sources.csv",
        source_id="example-2026-03",
        title="[An invented report]",
        level="secondary",
        lang="en",
        published_on="2026-03-03",
        captured_on="2026-03-04",
        url="https://example.org/irena",
    )(root)
    record(
        "data/acts.csv",
        act_id="irena-notified-2026-03-02",
        org_id="irena",
        step="notified",
        measure="withdraw",
        act_date="2026-03-02",
        act_date_precision="day",
        actor="United States",
        basis="stated",
        source_id="example-2026-03",
    )(root)
    refresh.refresh(root)


def correct_a_cell(root: Path) -> None:
    """A correction: the acronym of one body."""
    line = line_of(root, "data/organizations.csv", "colombo-plan-council")
    cell("data/organizations.csv", line, "acronym", "CPC")(root)
    refresh.refresh(root)


def drop_a_column(root: Path) -> None:
    """Another structure: sources without their note."""

    def without(document: dict) -> None:
        for item in document["resources"]:
            if item["name"] == "sources":
                fields = item["schema"]["fields"]
                item["schema"]["fields"] = [f for f in fields if f["name"] != "note"]

    descriptor(without)(root)
    path = root / "data/sources.csv"
    table = read(path)
    at = table.columns.index("note")
    rows = [[*cells[:at], *cells[at + 1 :]] for _, cells in table.records]
    path.write_bytes(dump([*table.columns[:at], *table.columns[at + 1 :]], rows))
    refresh.refresh(root)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package, released once; not to be changed."""
    root = package_beside(tmp_path_factory.mktemp("once") / "package")
    release(root, FIRST)
    return root


@pytest.fixture(scope="session")
def four(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after three further releases: a correction, a new fact, another structure."""
    root = tmp_path_factory.mktemp("four") / "package"
    shutil.copytree(once, root)
    for version, edit in (
        ("1.0.1", correct_a_cell),
        ("1.1.0", add_act),
        ("2.0.0", drop_a_column),
    ):
        edit(root)
        release(root, version)
    return root


def download(root: Path, version: str) -> dict[str, bytes]:
    """The files of a version's download."""
    return archive.of_release(root, store.manifest(root, version))
