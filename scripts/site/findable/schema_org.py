"""A description as schema.org's Dataset (https://schema.org/Dataset), which search engines for data
read from pages."""

from __future__ import annotations

from typing import Any

from ...cite.formats.schema_org import party, work
from .description import Description, File, Variable

MAX_DESCRIPTION_CHARS = 5000
"""How long a description search engines take, in characters."""


def schema_org(told: Description) -> dict[str, Any]:
    """The JSON-LD as an object."""
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": told.landing,
        "name": told.title,
        "alternateName": [name for name in told.titles.values() if name != told.title],
        "description": told.description[:MAX_DESCRIPTION_CHARS],
        "version": told.version,
        "url": told.landing,
        "identifier": [told.landing, *told.identifiers],
        "datePublished": told.published,
        "dateModified": told.modified,
        "license": list(told.licenses),
        "creator": [party(item) for item in told.creators],
        "publisher": party(told.publisher),
        "keywords": list(told.keywords),
        "inLanguage": list(told.languages),
        "isAccessibleForFree": True,
        "conditionsOfAccess": "open access",
        "isBasedOn": [work(item.get("title", ""), item.get("path", "")) for item in told.sources],
        "temporalCoverage": "/".join(told.temporal).strip("/"),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": item.name,
                "alternateName": item.title,
                **({"description": item.description} if item.description else {}),
            }
            for item in _variables(told)
        ],
        "distribution": [_file(item) for item in told.files],
    }
    if told.is_release:
        document["exampleOfWork"] = {"@type": "Dataset", "@id": told.whole, "url": told.whole}
        document["isPartOf"] = told.whole
    else:
        document["workExample"] = [
            {"@type": "Dataset", "@id": address, "url": address} for address in told.versions
        ]
        document["hasPart"] = list(told.versions)
    return {name: value for name, value in document.items() if value}


def _variables(told: Description) -> list[Variable]:
    """The columns of the main tables, where there are some: a page carries all of this."""
    return [item for item in told.variables if item.is_main] or list(told.variables)


def _file(item: File) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "DataDownload",
        "name": item.title,
        "contentUrl": item.address,
        "encodingFormat": item.media_type,
        "contentSize": f"{item.bytes} B" if item.bytes else "",
        "sha256": item.sha256,
    }
    return {name: value for name, value in found.items() if value}
