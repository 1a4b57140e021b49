"""What a descriptor should contain before others read the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revisioned.descriptor.load import from_descriptor
from revisioned.validate.publication import findings
from tests.hostile import small


def said(root: Path, **changed: object) -> list[str]:
    descriptor = {**small.DESCRIPTOR, **changed}
    return [str(finding) for finding in findings(from_descriptor(root, descriptor))]


def test_complete_descriptor_has_no_finding(good: Path) -> None:
    assert said(good) == []


@pytest.mark.parametrize("name", ["title", "licenses", "contributors"])
def test_fields_that_only_people_can_fill_are_requested(good: Path, name: str) -> None:
    found = said(good, **{name: []})

    assert found[0].startswith(f"datapackage.json: warning: has no `{name}`: ")


def test_package_without_a_contact_gets_a_warning(good: Path) -> None:
    nobody = [{"title": "Someone"}]

    assert len(said(good, contributors=nobody)) == 1
    assert said(good, contributors=nobody, bugs="https://example.org/bugs") == []


def test_series_without_a_table_of_revisions_is_an_error(good: Path) -> None:
    resources = json.loads(json.dumps(small.DESCRIPTOR["resources"]))
    kept = [item for item in resources if item["name"] != "revisions"]

    (found,) = said(good, resources=kept)
    assert found.startswith("datapackage.json: a package with `series` needs a table 'revisions'")
