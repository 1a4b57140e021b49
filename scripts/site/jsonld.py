"""The package as schema.org's Dataset (https://schema.org/Dataset), which search engines for data
read from the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..descriptor.model import Package, Resource

SHORTEST, LONGEST = 50, 5000
"""How long a description search engines take, in characters."""


def describe(package: Package, base: str) -> dict[str, Any]:
    """The JSON-LD as an object. `base` stands before the addresses of files; where it is empty they
    begin with /, which is read as the host of the page."""
    about = package.descriptor
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.get("title") or about["name"],
        "description": _description(package),
        "version": about.get("version"),
        "url": f"{base}/" if base else None,
        "license": [item["path"] for item in about.get("licenses", []) if item.get("path")],
        "creator": [
            {"@type": "Organization", "name": item["title"]}
            for item in about.get("contributors", [])
        ],
        "keywords": list(about.get("keywords", [])),
        "isAccessibleForFree": True,
        "isBasedOn": [_source(item) for item in about.get("sources", [])],
        "temporalCoverage": _coverage(package),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.description}
            for resource in package.resources
            if resource.view
            for field in resource.schema.fields
        ],
        "distribution": [_file(item, base) for item in about["resources"]],
    }
    return {name: value for name, value in document.items() if value}


def _description(package: Package) -> str:
    text = str(package.descriptor.get("description", ""))
    if len(text) < SHORTEST:
        text = " ".join([text, *(item.description for item in package.relations)]).strip()
    return text[:LONGEST]


def _source(item: Mapping[str, Any]) -> dict[str, Any]:
    address = {"url": item["path"]} if item.get("path") else {}
    return {"@type": "CreativeWork", "name": item.get("title", ""), **address}


def _coverage(package: Package) -> str:
    """From the first to the last day that a revision is of: their names begin with it."""
    dated: list[Resource] = [item for item in package.resources if item.revision]
    days = sorted(str(item.revision)[:10] for item in dated)
    return f"{days[0]}/{days[-1]}" if days else ""


def _file(item: Mapping[str, Any], base: str) -> dict[str, Any]:
    digest = str(item.get("hash", ""))
    found = {
        "@type": "DataDownload",
        "name": item.get("title") or item["name"],
        "description": item.get("description"),
        "contentUrl": f"{base}/{item['path']}",
        "encodingFormat": item.get("mediatype"),
        "contentSize": f"{item['bytes']} B" if "bytes" in item else None,
        "sha256": digest.removeprefix("sha256:") if digest.startswith("sha256:") else None,
    }
    return {name: value for name, value in found.items() if value}
