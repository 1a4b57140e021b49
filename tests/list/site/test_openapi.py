"""The addresses of the real list answer as its OpenAPI description says."""

from __future__ import annotations

import asyncio
import json

from datasette.app import Datasette
from openapi_spec_validator import validate

from tests.site.test_programs import answers_as_described, described


def test_every_address_answers_what_its_description_says(site: Datasette) -> None:
    validate(described(site))
    answers_as_described(site)


def test_every_described_post_is_answered(site: Datasette) -> None:
    posted = [path for path, methods in described(site)["paths"].items() if "post" in methods]

    assert posted
    for path in posted:
        queries = json.dumps({"q": {"query": "unesco"}})
        answer = asyncio.run(site.client.post(path, data={"queries": queries}))
        assert answer.status_code == 200
        assert "q" in answer.json()


def test_reconciliation_refuses_a_parameter_that_it_does_not_know(site: Datasette) -> None:
    answer = asyncio.run(site.client.get("/reconcile/organizations?querys={}"))

    assert answer.status_code == 400
    assert "queries" in answer.json()["error"]
