"""schema.org's Dataset as JSON-LD, which dataset search engines read."""

from __future__ import annotations

import json
from typing import Any

from ..model import Citation


def render(citation: Citation) -> str:
    """The JSON-LD."""
    return json.dumps(as_dict(citation), ensure_ascii=False, indent=2) + "\n"


def as_dict(citation: Citation) -> dict[str, Any]:
    """The JSON-LD as an object."""
    named = (("SWHID", citation.swhid), ("manifest SHA-256", citation.manifest_sha256))
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
        "url": citation.url,
        "creator": [{"@type": "Organization", "name": name} for name in citation.authors],
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
