"""The changes determine the version: structure, records, cells."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.cite.version_files import stamped
from revisioned.core.errors import PackageError, UsageError
from revisioned.derive import refresh
from revisioned.release import publish
from revisioned.release.versions.versioning import Level, following, ordered
from tests.breaking import descriptor, record, text, without
from tests.release.conftest import add_permit, correct_a_cell, drop_a_column

VERSIONS = st.tuples(*[st.integers(0, 99)] * 3).map(lambda parts: ".".join(map(str, parts)))


def test_file_written_by_a_release_is_in_its_descriptor_and_manifest(released: Path) -> None:
    add_permit(released)
    refresh.refresh(released)
    path = "data/facts.csv"
    data = (released / path).read_bytes().replace(b"S-", b"T-")
    made = publish.prepare(released, "1.1.0", "2026-12-01", stamped, {path: data})

    assert made.changes[path] == data
    descriptor_bytes = made.changes["datapackage.json"]
    assert hashlib.sha256(data).hexdigest().encode() in descriptor_bytes
    assert any(item.sha256 == hashlib.sha256(data).hexdigest() for item in made.manifest.files)


def loosened(document: dict) -> None:
    field = next(f for f in document["resources"][0]["schema"]["fields"] if f["name"] == "kind")
    field["constraints"]["enum"].append("court")


def tightened(document: dict) -> None:
    field = next(f for f in document["resources"][0]["schema"]["fields"] if f["name"] == "name_zh")
    field["constraints"] = {"maxLength": 40}


def retitled(document: dict) -> None:
    document["title"] = "Another title"


CHANGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "cell corrected": ("1.0.1", correct_a_cell),
    "record taken back": ("1.0.1", without("data/facts.csv", 2)),
    "metadata only": ("1.0.1", descriptor(retitled)),
    "rule only": ("1.0.1", text("checks/wells.json", "{", "{ ")),
    "what is not data": ("1.0.1", text("docs/notes.md", "# ", "# How: ")),
    "record and revision added": ("1.1.0", add_permit),
    "record added": (
        "1.1.0",
        record("data/facts.csv", region="north", number="3", property="survey_no", value="S-19"),
    ),
    "more values allowed": ("1.1.0", descriptor(loosened)),
    "fewer values allowed": ("2.0.0", descriptor(tightened)),
    "column dropped": ("2.0.0", drop_a_column),
    "record taken back that others refer to": ("2.0.0", without("data/papers.csv", 2)),
}


@pytest.mark.parametrize(("version", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_changes_demand_their_version(
    released: Path, version: str, change: Callable[[Path], None]
) -> None:
    change(released)
    refresh.refresh(released)

    assert publish.prepare(released, version, "2026-12-01", stamped).manifest.version == version


@pytest.mark.parametrize("version", ["1.0.2", "1.1.0", "2.0.0", "0.9.9"])
def test_no_other_version_is_taken(released: Path, version: str) -> None:
    correct_a_cell(released)

    with pytest.raises(PackageError) as caught:
        publish.prepare(released, version, "2026-12-01", stamped)

    assert str(caught.value) == (
        "PATCH: now: derived from other data or other SQL\n"
        "PATCH: wells: corrected\n"
        f"These changes since 1.0.0 make 1.0.1, not {version}."
    )


def test_released_version_is_not_released_again(released: Path) -> None:
    correct_a_cell(released)

    with pytest.raises(PackageError, match=r"1\.0\.0 is released, and its bytes never change"):
        publish.prepare(released, "1.0.0", "2026-12-01", stamped)


def test_nothing_changed_is_nothing_to_release(released: Path) -> None:
    with pytest.raises(PackageError, match=r"nothing changed since 1\.0\.0"):
        publish.prepare(released, "1.0.1", "2026-12-01", stamped)


@pytest.mark.parametrize("word", ["1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "", "１.0.0"])
def test_invalid_version_is_a_usage_error(released: Path, word: str) -> None:
    with pytest.raises(UsageError, match="invalid version"):
        publish.prepare(released, word, "2026-12-01", stamped)


@given(VERSIONS, st.sampled_from(Level))
def test_the_version_that_follows_is_later_and_differs_first_at_its_level(
    version: str, level: Level
) -> None:
    before, after = ordered(version), ordered(following(version, level))

    assert after > before
    assert after[:level] == before[:level]
    assert after[level] == before[level] + 1
    assert not any(after[level + 1 :])


def test_the_level_is_the_highest_that_a_change_demands(released: Path, tmp_path: Path) -> None:
    correct_a_cell(released)
    add_permit(released)
    both = shutil.copytree(released, tmp_path / "both")

    assert publish.prepare(both, "1.1.0", "2026-12-01", stamped).changes
