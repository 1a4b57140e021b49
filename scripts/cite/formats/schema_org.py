"""schema.org's Dataset as JSON-LD, which dataset search engines read."""

from __future__ import annotations

from typing import Any

from ..model import Citation
from ..names import Name
from . import Format, as_json, filled


def render(citation: Citation) -> str:
    """The JSON-LD."""
    return as_json(as_dict(citation))


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
        "creator": [party(name) for name in citation.makers.authors],
        "editor": [party(name) for name in citation.makers.editors],
        "publisher": party(publisher) if publisher else None,
        "license": citation.license_url,
        "keywords": list(citation.keywords),
        "isAccessibleForFree": True,
        "temporalCoverage": citation.revision.rpartition("/")[2][:10],
        "isBasedOn": [
            work(source.title, source.url, source.publisher, source.date)
            for source in citation.sources
        ],
    }
    return filled(document)


def party(name: Name) -> dict[str, str]:
    """A person or an organization."""
    found = {"name": name.title, "familyName": name.family, "givenName": name.given}
    kind = "Person" if name.is_person else "Organization"
    return filled({"@type": kind, **found, "url": name.url})


def work(name: str, url: str, publisher: str = "", published: str = "") -> dict[str, Any]:
    """The works that the data is based on."""
    by = {"@type": "Organization", "name": publisher} if publisher else None
    found = {"@type": "CreativeWork", "name": name, "publisher": by, "datePublished": published}
    return filled({**found, "url": url})


FORMAT = Format("schema.org JSON-LD", "application/ld+json", render)
