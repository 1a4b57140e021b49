"""The properties of a descriptor that Data Package does not define, with their JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from revisioned.descriptor.load import load
from revisioned.descriptor.pages import SECTION_KINDS
from revisioned.validate import page_files
from revisioned.validate.extension import document, findings, schema
from tests.conftest import ROOT, WELLS
from tests.hostile import small


def test_schemas_are_valid() -> None:
    Draft7Validator.check_schema(schema())
    Draft7Validator.check_schema(page_files.schema())


def test_schema_of_a_page_knows_each_way_to_show_a_section() -> None:
    section = page_files.schema()["properties"]["sections"]["items"]

    assert tuple(section["properties"]["show"]["enum"]) == SECTION_KINDS


@pytest.mark.parametrize("root", [ROOT, WELLS], ids=["list", "wells"])
def test_packages_match_the_schema(root: Path) -> None:
    assert list(findings(load(root))) == []
    assert list(page_files.findings(load(root))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.update(tag="example"), "tag: 'example' does not match"),
        (lambda found: found["series"][0].update(kind="other"), "series.lists.kind: 'other'"),
        (lambda found: found["resources"][0]["search"].pop("field"), "resources.bodies.search"),
    ],
)
def test_property_that_does_not_match_is_named(
    good: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    document = json.loads(json.dumps(small.DESCRIPTOR))
    change(document)
    package = load(good)
    broken = type(package)(package.root, document, package.resources, package.series, package.views)

    (finding,) = findings(broken)
    assert str(finding).startswith(f"datapackage.json: {said}")


@pytest.mark.parametrize(
    ("name", "text"), [("descriptor", document()), ("pages", page_files.document())]
)
def test_document_is_generated_from_the_schema(name: str, text: str) -> None:
    page = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")

    assert page == text, "write it again: python -m tools.descriptor"
