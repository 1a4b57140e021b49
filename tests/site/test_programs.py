"""Addresses answer as the site's OpenAPI description says."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import jsonschema
import pytest
from datasette.app import Datasette
from openapi_spec_validator import validate

from revisioned.site.folder import folder_of
from revisioned.site.programs.addresses import addresses
from revisioned.site.programs.model import HTML, Address
from revisioned.site.site import site
from tests.site.conftest import BASE


def get(site: Datasette, path: str) -> httpx.Response:
    response: httpx.Response = asyncio.run(site.client.get(path))
    return response


def listed(here: Datasette) -> list[Address]:
    return addresses(site(folder_of(here)))


def described(here: Datasette) -> Any:
    return get(here, "/openapi.json").json()


def test_the_description_is_openapi(here: Datasette) -> None:
    told = described(here)

    validate(told)
    assert told["servers"] == [{"url": BASE}]
    assert len(told["paths"]) > 30


def answers_as_described(here: Datasette) -> None:
    """Request each address with its examples, and compare the answer with its description."""
    for path, methods in described(here)["paths"].items():
        asked = methods["get"]
        address = path
        for parameter in asked["parameters"]:
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", parameter["example"])
            elif parameter.get("example"):
                address += f"?{parameter['name']}={parameter['example']}"
        # A search with a single hit redirects to it.
        answer = asyncio.run(here.client.get(address, follow_redirects=True))
        ((kind, content),) = asked["responses"]["200"]["content"].items()

        assert answer.status_code == 200, (address, answer.text[:300])
        assert answer.headers["content-type"].split(";")[0] == kind, address
        if "schema" in content:
            jsonschema.validate(answer.json(), content["schema"])


def test_every_address_answers_what_its_description_says(here: Datasette) -> None:
    answers_as_described(here)


def test_addresses_in_other_languages_answer_too(here: Datasette) -> None:
    for item in listed(here):
        if item.localized:
            answer = get(
                here, f"/zh{item.example()}" + ("?prefix=a" if "suggest" in item.path else "")
            )
            assert answer.status_code == 200, item.path


def test_addresses_for_programs_refuse_a_parameter_that_they_do_not_know(here: Datasette) -> None:
    for item in listed(here):
        answer = get(here, f"{item.example()}?nonsense=1")
        if item.answer == HTML:
            assert answer.status_code == 200, item.path
            assert f'<link rel="canonical" href="{BASE}{item.example()}">' in answer.text
        else:
            assert answer.status_code == 400, item.path
            assert "nonsense" in answer.text
            assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/wells/wells.json?_nonsense=1", 400),
        ("/wells/wells.csv?_siez=1", 400),
        ("/wells/wells.json?region=east&_shape=array&_sort=number", 200),
        ("/wells/wells.json?no_such_column=1", 400),
        ("/wells.json?sql=select+1&nonsense=1", 400),
        ("/wells.json?sql=select+:a&a=1&_shape=array", 200),
        ("/wells/wells?_nonsense=1", 200),
        ("/wells/diff_lists.json?old=a&new=b", 200),
        ("/wells/diff_lists.json?old=a&new=b&nonsense=c", 400),
    ],
)
def test_tables_and_queries_refuse_what_they_would_ignore(
    here: Datasette, path: str, status: int
) -> None:
    assert get(here, path).status_code == status


def test_llms_txt_lists_every_table_and_address(here: Datasette) -> None:
    answer = get(here, "/llms.txt")

    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("# Wells of two invented regions\n")
    for item in listed(here):
        assert f"({BASE}{item.link()})" in answer.text
    for relation in site(folder_of(here)).package.relations:
        assert f"[{relation.name}]" in answer.text


def test_a_list_without_releases_lists_none(wells_site: Datasette) -> None:
    told = described(wells_site)

    validate(told)
    assert not [path for path in told["paths"] if "version" in path or "latest" in path]
    assert told["servers"] == [{"url": "http://localhost"}]
