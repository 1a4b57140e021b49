"""schema.org's Dataset as JSON-LD, which dataset search engines read."""

from __future__ import annotations

import json
from typing import Any

from ..model import Citation
from ..names import Name
from . import Format


def render(citation: Citation) -> str:
    """The JSON-LD."""
    return json.dumps(as_dict(citation), ensure_ascii=False, indent=2) + "\n"


def as_dict(citation: Citation) -> dict[str, Any]:
    """The JSON-LD as an object."""
    swhid = citation.swhid if citation.archived else ""
    named = (("SWHID", swhid), ("manifest SHA-256", citation.manifest_sha256))
    publisher = citation.makers.publisher
    identifiers = [
        {"@type": "PropertyValue", "propertyID": kind, "value": value}
        for kind, value in named
        if value
    ]
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": citation.full_title,
        "description": citation.abstract,
        "version": citation.version,
        "datePublished": citation.released_on,
        "identifier": [*identifiers, *([f"https://doi.org/{citation.doi}"] * bool(citation.doi))],
        "url": citation.address,
        "creator": [_name(name) for name in citation.makers.authors],
        "editor": [_name(name) for name in citation.makers.editors],
        "publisher": _name(publisher) if publisher else None,
        "license": citation.license_url,
        "keywords": list(citation.keywords),
        "isAccessibleForFree": True,
        "temporalCoverage": citation.revision.rpartition("/")[2][:10],
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                **({"publisher": {"@type": "Organization", "name": source.publisher}}
                   if source.publisher else {}),
                **({"datePublished": source.date} if source.date else {}),
                **({"url": source.url} if source.url else {}),
            }
            for source in citation.sources
        ],
    }  # fmt: skip
    return {name: value for name, value in document.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"@type": "Organization", "name": name.title}
    person = {"name": name.title, "familyName": name.family, "givenName": name.given}
    return {"@type": "Person", **{key: value for key, value in person.items() if value}}


FORMAT = Format("schema.org JSON-LD", "application/ld+json", render)
