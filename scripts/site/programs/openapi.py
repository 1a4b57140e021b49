"""Our own addresses as an OpenAPI description (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..site import Site
from .model import HTML, JSON, Address, Parameter
from .schemas import PROBLEM

VERSION = "3.1.0"
ABOUT = (
    "Every answer is for pages of any origin, has an ETag and is compressed where that is taken;"
    " a file takes ranges. Two clocks are never mixed: a revision says when something was so, a"
    " release when we said it. Addresses for programs refuse parameters that they do not know."
)


def openapi(site: Site, found: Iterable[Address], base: str) -> dict[str, Any]:
    """The description of the addresses, as they are asked at `base`."""
    about = site.package.descriptor
    prefixes = [language.prefix for language in site.languages if language.prefix]
    licenses = [item for item in about.get("licenses", []) if item.get("path")]
    info: dict[str, Any] = {
        "title": str(about.get("title") or about["name"]),
        "version": str(about.get("version", "")),
        "description": f"{about.get('description', '')}\n\n{ABOUT}".strip(),
    }
    if licenses:
        first = licenses[0]
        info["license"] = {"name": first.get("title") or first["name"], "url": first["path"]}
    return {
        "openapi": VERSION,
        "info": info,
        "servers": [{"url": base}],
        "paths": {item.path: _path(item, prefixes) for item in found},
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _path(item: Address, prefixes: list[str]) -> dict[str, Any]:
    asked = {"get": _operation(item, prefixes)}
    if item.posted:
        form = {part.name: {"type": "string"} for part in item.posted}
        asked["post"] = {
            **_operation(item, prefixes, "post"),
            "parameters": [],
            "requestBody": {
                "content": {
                    "application/x-www-form-urlencoded": {
                        "schema": {"type": "object", "properties": form}
                    }
                }
            },
        }
    return asked


def _operation(item: Address, prefixes: list[str], method: str = "get") -> dict[str, Any]:
    content: dict[str, Any] = {item.answer: {"schema": dict(item.schema)} if item.schema else {}}
    found: dict[str, Any] = {
        "operationId": f"{method}{_name(item.path)}",
        "summary": item.summary,
        "tags": ["pages" if item.answer == HTML else "data"],
        "parameters": [_parameter(part) for part in item.parameters],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            **_others(item),
        },
    }
    if item.localized and prefixes:
        others = ", ".join(f"{prefix}{item.path}" for prefix in prefixes)
        found["description"] = f"In other languages: {others}"
    return found


def _others(item: Address) -> dict[str, Any]:
    problem = {JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found: dict[str, Any] = {
        "304": {"description": "Not modified: the ETag in If-None-Match still matches."}
    }
    if item.strict:
        found["400"] = {"description": "A parameter is unknown or invalid.", "content": problem}
    if any(part.in_path for part in item.parameters):
        found["404"] = {"description": "Not found."}
    return found


def _parameter(part: Parameter) -> dict[str, Any]:
    return {
        "name": part.name,
        "in": "path" if part.in_path else "query",
        "required": part.in_path,
        "description": part.summary,
        "schema": {"type": "string"},
        **({"example": part.example} if part.example else {}),
    }


def _name(path: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", path)
    return "".join(word[0].upper() + word[1:] for word in words) or "Home"
