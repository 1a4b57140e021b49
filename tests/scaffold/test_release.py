"""Two lists that `init` made, released, corrected and released again."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.release import store
from tests.scaffold.conftest import Published, run


def test_release_is_of_the_package_under_its_own_name(published: Published) -> None:
    for version in published.versions:
        about = store.manifest(published.root, version)
        assert about.name == published.root.name
        assert about.version == version


def test_correction_is_reported_as_a_correction(published: Published) -> None:
    told = (published.root / "CHANGELOG.md").read_text()
    _, newest, corrected, first = told.split("\n## ")

    assert f"- {published.series}: 3 revisions" in first
    assert "### Corrected" in corrected
    assert "1 cell of 1 record" in corrected
    assert "### New" in newest
    assert "- revisions: 1 added" in newest


def test_wrong_version_is_refused_with_the_one_that_is_due(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(published.root, tmp_path / "package")
    with chdir(root):
        assert main(["release", published.versions[0]]) == 1
        assert "is released, and its bytes never change" in capsys.readouterr().err


def test_added_columns_are_listed_once_for_the_series(codes_published: Published) -> None:
    told = (codes_published.root / "CHANGELOG.md").read_text()

    assert told.count("table codes has other columns") == 1
    assert "codes-2020-1 has other columns" not in told


def test_view_of_the_newest_version_has_the_added_column(codes_published: Published) -> None:
    with (codes_published.root / "data/current.csv").open(newline="") as file:
        assert [*csv.DictReader(file)] == [
            {
                "country": "AE",
                "sub_code": "AZ",
                "name": "Abu Dhabi",
                "kind": "emirate",
                "seat": "Yes",
            }
        ]


def test_resource_of_the_next_version_says_its_own_name(codes_published: Published) -> None:
    document = json.loads((codes_published.root / "datapackage.json").read_text())
    item = next(item for item in document["resources"] if item["name"] == "codes-2023-1")

    assert "2023-1" in item["title"]
    assert "2023-1" in item["description"]
    assert "2022-1" not in item["title"] + item["description"]


def test_every_release_verifies(published: Published) -> None:
    with chdir(published.root):
        for version in published.versions:
            assert f"{published.root.name} {version}" in run("verify", version)


@pytest.mark.parametrize("form", ["apa", "bibtex", "cff", "csl-json", "datacite", "schema-org"])
def test_release_is_cited_by_its_own_name(published: Published, form: str) -> None:
    with chdir(published.root):
        for version in published.versions:
            said = run("cite", version, "--format", form)
            assert version in said
            assert (
                "The keepers" if published.series == "codes" else "members contributors"
            ) in said


def test_record_is_cited_by_its_name(published: Published) -> None:
    key, name = ("AE,AZ", "Abu Dhabi") if published.series == "codes" else ("A", "Alpha")
    with chdir(published.root):
        assert name in run("cite", "--record", key)


def test_differences_of_releases_and_revisions_are_shown(published: Published) -> None:
    first, corrected, last = published.versions
    with chdir(published.root):
        assert "1 changed in 1 cell" in run("diff", first, corrected)
        assert "added" in run("diff", corrected, last)


def test_without_git_the_message_says_how_to_begin(
    members: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(members, tmp_path / "package")
    with chdir(root):
        assert main(["release", "1.0.0"]) == 1

    assert "git init && git add -A && git commit" in capsys.readouterr().err


def test_package_with_another_name_does_not_continue_these_releases(
    members_published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(members_published.root, tmp_path / "package")
    document = (root / "datapackage.json").read_text()
    (root / "datapackage.json").write_text(
        document.replace('"name": "members",', '"name": "others",', 1)
    )
    with chdir(root):
        run("refresh")
        assert main(["release", "1.2.0"]) == 1

    assert "releases/ has releases of 'members', not of 'others'" in capsys.readouterr().err
