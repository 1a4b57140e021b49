"""Persons are cited as persons, organizations as organizations, each with the right role."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from datacite import schema45

from revisioned.cite import formats
from revisioned.cite.model import Citation
from revisioned.cite.names import Name, makers

ANA = {"title": "Ana de la Cruz", "familyName": "de la Cruz", "givenName": "Ana"}
PEOPLE = [
    {**ANA, "roles": ["creator"]},
    {"title": "Weather Office", "roles": ["author"]},
    {"familyName": "Li", "givenName": "Wei", "roles": ["editor"]},
    {"title": "World & Co., Inc.", "roles": ["publisher"]},
    {"title": "Somebody", "roles": ["wrangler"]},
]


def cited(contributors: list[dict[str, Any]]) -> Citation:
    return Citation(
        name="wells",
        title="Wells",
        abstract="All of them.",
        makers=makers({"contributors": contributors}),
        keywords=(),
        license="CC0-1.0",
        license_url="https://creativecommons.org/publicdomain/zero/1.0/",
        version="1.0.0",
        released_on="2026-01-01",
        swhid="swh:1:dir:" + "0" * 40,
        archived=False,
        manifest_sha256="9f" * 32,
        url="",
        doi="",
        revision="",
        record="",
        entry="",
        sources=(),
        lang="en",
    )


def rendered(name: str, contributors: list[dict[str, Any]] = PEOPLE) -> str:
    return formats.load(name).render(cited(contributors))


def test_csl_has_both_names_of_persons_and_separate_roles() -> None:
    (item,) = json.loads(rendered("csl_json"))

    assert item["author"] == [
        {"family": "de la Cruz", "given": "Ana"},
        {"literal": "Weather Office"},
    ]
    assert item["editor"] == [{"family": "Li", "given": "Wei"}]
    assert item["publisher"] == "World & Co., Inc."


def test_citation_file_has_persons_by_both_names() -> None:
    assert yaml.safe_load(rendered("cff"))["authors"] == [
        {"family-names": "de la Cruz", "given-names": "Ana"},
        {"name": "Weather Office"},
    ]


def test_datacite_has_the_publisher_as_publisher_and_validates() -> None:
    document = json.loads(rendered("datacite"))

    assert list(schema45.validator.iter_errors(document)) == []
    assert document["publisher"] == {"name": "World & Co., Inc."}
    assert [item["nameType"] for item in document["creators"]] == ["Personal", "Organizational"]
    assert [(item["name"], item["contributorType"]) for item in document["contributors"]] == [
        ("Li, Wei", "Editor"),
        ("Somebody", "DataCurator"),
    ]


def test_schema_org_has_a_person_and_an_organization() -> None:
    document = json.loads(rendered("schema_org"))

    assert [item["@type"] for item in document["creator"]] == ["Person", "Organization"]
    assert document["publisher"]["name"] == "World & Co., Inc."


def test_bibtex_and_ris_write_the_family_name_first() -> None:
    bibtex, ris = rendered("bibtex"), rendered("ris")

    assert "author = {{de la Cruz}, Ana and {Weather Office}}" in bibtex
    assert "editor = {{Li}, Wei}" in bibtex
    assert r"publisher = {{World \& Co., Inc.}}" in bibtex
    assert "AU  - de la Cruz, Ana\nAU  - Weather Office\nED  - Li, Wei" in ris
    assert "PB  - World & Co., Inc." in ris


def test_text_names_only_the_authors() -> None:
    text = rendered("apa")

    assert text.startswith("de la Cruz, A., & Weather Office. (2026).")
    assert "Somebody" not in text


@pytest.mark.parametrize(
    ("contributors", "due"),
    [
        ([{"title": "One"}, {"title": "Two", "roles": ["publisher"]}], ["One"]),
        ([{"title": "Only", "roles": ["publisher"]}], ["Only"]),
        ([{"title": "Old", "role": "author"}, {"title": "Other", "role": "wrangler"}], ["Old"]),
        ([], []),
    ],
)
def test_first_contributor_is_the_author_if_nobody_has_that_role(
    contributors: list[dict[str, Any]], due: list[str]
) -> None:
    assert [name.title for name in makers({"contributors": contributors}).authors] == due


def test_person_without_a_title_is_called_by_both_names() -> None:
    (found,) = makers({"contributors": [{"familyName": "Li", "givenName": "Wei"}]}).authors

    assert found == Name("Wei Li", "Li", "Wei")
