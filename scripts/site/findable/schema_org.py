"""A description as schema.org's Dataset (https://schema.org/Dataset), which search engines for data
read from pages."""

from __future__ import annotations

from typing import Any

from ...cite.formats.schema_org import party, work
from .description import Description, File, Variable

MAX_DESCRIPTION_CHARS = 5000
"""How long a description search engines take, in characters."""


def schema_org(about: Description) -> dict[str, Any]:
    """The JSON-LD as an object."""
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": about.landing,
        "name": about.title,
        "alternateName": [name for name in about.titles.values() if name != about.title],
        "description": about.description[:MAX_DESCRIPTION_CHARS],
        "version": about.version,
        "url": about.landing,
        "identifier": [about.landing, *about.identifiers],
        "datePublished": about.published,
        "dateModified": about.modified,
        "license": list(about.licenses),
        "creator": [party(item) for item in about.creators],
        "publisher": party(about.publisher),
        "keywords": list(about.keywords),
        "inLanguage": list(about.languages),
        "isAccessibleForFree": True,
        "conditionsOfAccess": "open access",
        "isBasedOn": [work(item.get("title", ""), item.get("path", "")) for item in about.sources],
        "temporalCoverage": "/".join(about.temporal).strip("/"),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": item.name,
                "alternateName": item.title,
                **({"description": item.description} if item.description else {}),
            }
            for item in _variables(about)
        ],
        "distribution": [_file(item) for item in about.files],
    }
    if about.is_release:
        document["exampleOfWork"] = {"@type": "Dataset", "@id": about.whole, "url": about.whole}
        document["isPartOf"] = about.whole
    else:
        document["workExample"] = [
            {"@type": "Dataset", "@id": address, "url": address} for address in about.versions
        ]
        document["hasPart"] = list(about.versions)
    return {name: value for name, value in document.items() if value}


def _variables(about: Description) -> list[Variable]:
    """The columns of the main tables, where there are some: a page carries all of this."""
    return [item for item in about.variables if item.is_main] or list(about.variables)


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
