"""Requests and answers of reconciliation, validated by the JSON schemas of its specification, 0.2.

    python -m tests.prove.reconciliation SCHEMAS

SCHEMAS is the folder 0.2/schemas of https://github.com/reconciliation-api/specs, which is not
copied here. In every language: the manifest, every name and identifier as a query, every property
of every record, the proposals and the suggestions. Prints how many of each were validated, and
what does not fit.
"""

from __future__ import annotations

import asyncio
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

import scripts  # noqa: F401
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.site.site import site as site_of
from tests.conftest import ROOT

TABLE = "/reconcile/organizations"
BATCH = 50
# The schema of the manifest refers to a part of Swagger's, for services with authentication.
SWAGGER = "http://swagger.io/v2/schema.json"
ANYTHING = {"definitions": {"securityDefinitions": {"additionalProperties": {}}}}


class Schemas:
    """The schemas by the name of their file, and the results of validation."""

    def __init__(self, folder: Path) -> None:
        self.known = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.json"))
        }
        told = {**self.known, SWAGGER: {"$id": SWAGGER, **ANYTHING}}
        self.registry = Registry().with_resources(
            (str(schema["$id"]), Resource.from_contents(schema, default_specification=DRAFT7))
            for schema in told.values()
            if "$id" in schema
        )
        self.held: Counter[str] = Counter()
        self.faults: list[str] = []

    def hold(self, name: str, document: Any) -> Any:
        """Validate the document by the schema, and record what does not fit."""
        validator = jsonschema.Draft7Validator(self.known[name], registry=self.registry)
        self.held[name] += 1
        self.faults += [
            f"{name}: {fault.message[:300]}" for fault in validator.iter_errors(document)
        ]
        return document


async def language(client: Any, schemas: Schemas, here: str, asked: list[tuple[str, str]]) -> int:
    """Request everything in one language; returns how many names and identifiers find their own
    record."""

    async def answer(path: str, **parameters: str) -> Any:
        return (await client.get(here + path, params=parameters)).json()

    schemas.hold("manifest", await answer(""))
    right = 0
    for start in range(0, len(asked), BATCH):
        part = asked[start : start + BATCH]
        queries = {
            f"q{n}": {"query": text, "type": "organizations", "limit": 5}
            for n, (text, _) in enumerate(part)
        }
        schemas.hold("reconciliation-query-batch", queries)
        found = await answer("", queries=json.dumps(queries))
        schemas.hold("reconciliation-result-batch", found)
        best = [found[f"q{n}"]["result"][0] for n in range(len(part))]
        right += sum(
            one["match"] and one["id"] == key for one, (_, key) in zip(best, part, strict=True)
        )
    proposed = schemas.hold("data-extension-property-proposal", await answer("/properties"))
    keys = list(dict.fromkeys(key for _, key in asked))
    wanted = {"ids": keys, "properties": [{"id": item["id"]} for item in proposed["properties"]]}
    schemas.hold("data-extension-query", wanted)
    schemas.hold("data-extension-response", await answer("", extend=json.dumps(wanted)))
    for what, plural in (("entity", "entities"), ("property", "properties"), ("type", "types")):
        for prefix in ("a", "u", "世", "zzzz", ""):
            found = await answer(f"/suggest/{what}", prefix=prefix)
            schemas.hold(f"suggest-{plural}-response", found)
    return right


async def prove(schemas: Schemas) -> None:
    """Print how many documents were validated by each schema."""
    site = app.application(load(ROOT))
    with (ROOT / "data/names.csv").open(encoding="utf-8") as file:
        asked = [(row["name"], row["org_id"]) for row in csv.DictReader(file)]
    asked += [(key, key) for key in dict.fromkeys(key for _, key in asked)]
    await site.invoke_startup()
    for spoken in site_of(ROOT).languages:
        right = await language(site.client, schemas, spoken.prefix + TABLE, asked)
        print(f"{spoken.tag}: {right} of {len(asked)} names and identifiers are their record's")
        if right != len(asked):
            schemas.faults.append(f"{spoken.tag}: {len(asked) - right} names are not")


def main() -> int:
    """Returns exit code 1 if something does not fit."""
    schemas = Schemas(Path(sys.argv[1]))
    asyncio.run(prove(schemas))
    for name, times in schemas.held.items():
        print(f"{name}: {times}")
    print(f"{len(schemas.faults)} faults", *schemas.faults[:20], sep="\n  ")
    return 1 if schemas.faults else 0


if __name__ == "__main__":
    sys.exit(main())
