"""The list as it would be after a first release, and after three more."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from revisioned.derive import refresh
from tests.breaking import cell, line_of, record
from tests.conftest import ROOT
from tests.list.conftest import copy_package
from tests.release.conftest import drop_note, releases

BESIDE = ("README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA")


def unreleased_copy(target: Path) -> Path:
    """A copy of the real package as if nothing had been released, with the files that state its
    version."""
    copy_package(target)
    for name in (*BESIDE, ".gitignore"):
        shutil.copy(ROOT / name, target / name)
    path = target / "datapackage.json"
    stated = json.loads(path.read_text()) | {"version": "0.1.0"}
    path.write_text(json.dumps(stated, ensure_ascii=False, indent=2) + "\n")
    (target / "CHANGELOG.md").write_text("# What changed\n\n## Unreleased\n\n- Everything.\n")
    return target


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
    """A change of structure: sources without their note."""
    drop_note(root, "sources")


once, four = releases(
    "list", unreleased_copy, correction=correct_a_cell, fact=add_act, structure=drop_a_column
)
