"""A client of the Reconciliation Service API.

The schemas say, more briefly, what the specification's own schemas say about each response
(https://reconciliation-api.github.io/specs/0.2/).
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import jsonschema
from datasette.app import Datasette

HERE = "/reconcile/organizations"
TEXT = {"type": "string"}
FULL = {"type": "string", "minLength": 1}
NAMED = {
    "type": "object",
    "properties": {"id": FULL, "name": FULL, "description": TEXT},
    "required": ["id", "name"],
}
TYPES = {"type": "array", "items": NAMED, "uniqueItems": True}
PLACE = {
    "type": "object",
    "properties": {"service_url": {"pattern": "^https?://"}, "service_path": {"pattern": "^/"}},
    "required": ["service_url", "service_path"],
}
TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}


def _listed(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


MANIFEST = _object(
    ["versions", "name", "identifierSpace", "schemaSpace"],
    versions={"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
    name=FULL,
    identifierSpace={"type": "string", "pattern": "^[a-z]+:"},
    schemaSpace={"type": "string", "pattern": "^[a-z]+:"},
    defaultTypes=TYPES,
    view=_object(["url"], url=TEMPLATE),
    preview=_object(
        ["url", "width", "height"],
        url=TEMPLATE,
        width={"type": "integer"},
        height={"type": "integer"},
    ),
    suggest=_object([], entity=PLACE, property=PLACE, type=PLACE),
    extend=_object([], propose_properties=PLACE, property_settings=_listed({"type": "object"})),
    batchSize={"type": "integer"},
)
CANDIDATE = _object(
    ["id", "name", "score"],
    id=FULL,
    name=FULL,
    description=TEXT,
    score={"type": "number"},
    match={"type": "boolean"},
    type=TYPES,
)
RESULTS = {
    "type": "object",
    "additionalProperties": _object(["result"], result=_listed(CANDIDATE)),
}
SUGGESTED = _object(["result"], result=_listed(NAMED | {"properties": {"notable": TYPES}}))
PROPOSED = _object(["properties"], properties=_listed(NAMED), type=TEXT)
VALUE = {
    "oneOf": [
        {"type": "object", "additionalProperties": False},
        *(
            _object([kind], **{kind: held}) | {"additionalProperties": False}
            for kind, held in (
                ("str", TEXT),
                ("int", {"type": "integer"}),
                ("float", {"type": "number"}),
                ("date", {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}),
            )
        ),
        NAMED | {"additionalProperties": False},
    ]
}
EXTENSION = _object(
    ["meta", "rows"],
    meta=_listed(NAMED | {"properties": {"type": _object(["id"], id=TEXT)}}),
    rows={
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": _listed(VALUE)},
    },
)


def get(site: Datasette, path: str, **parameters: str) -> httpx.Response:
    return asyncio.run(site.client.get(HERE + path, params=parameters))


def followed(site: Datasette, address: str) -> httpx.Response:
    """The answer at an absolute address of the site."""
    return asyncio.run(site.client.get(address.removeprefix("http://localhost")))


def answer(site: Datasette, schema: Any, path: str, **parameters: str) -> Any:
    """The answer as parsed JSON; it must match the schema and allow other origins."""
    response = get(site, path, **parameters)
    assert response.status_code == 200, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    jsonschema.Draft202012Validator(schema).validate(response.json())
    return response.json()


def candidates(site: Datasette, name: str, **query: Any) -> list[Any]:
    queries = json.dumps({"q": {"query": name, **query}})
    found: list[Any] = answer(site, RESULTS, "", queries=queries)["q"]["result"]
    return found
