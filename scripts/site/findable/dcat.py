"""A description as DCAT 3 with PROV, in JSON-LD (https://www.w3.org/TR/vocab-dcat-3/), which
catalogues of data harvest. The context is in the document, so that nothing need be fetched."""

from __future__ import annotations

from typing import Any

from ...cite.names import Name
from .description import Description, File

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def dcat(about: Description) -> dict[str, Any]:
    """The JSON-LD as an object."""
    dataset = {
        "@id": about.landing,
        "@type": ["dcat:Dataset", "prov:Entity"],
        "dcterms:title": [_text(text, tag) for tag, text in about.titles.items()],
        "dcterms:description": _text(about.description, about.languages[0]),
        "dcterms:identifier": [about.landing, *about.identifiers],
        "dcterms:publisher": _party(about.publisher),
        "dcterms:creator": [_party(item) for item in about.creators],
        "dcterms:issued": _date(about.published),
        "dcterms:modified": _date(about.modified),
        "dcterms:license": [_link(address) for address in about.licenses],
        "dcterms:accessRights": _link(PUBLIC),
        "dcterms:language": list(about.languages),
        "dcterms:conformsTo": _link(PROFILE),
        "dcterms:type": _link("http://purl.org/dc/dcmitype/Dataset"),
        "dcterms:temporal": _period(*about.temporal),
        "dcterms:source": _sources(about),
        "prov:wasDerivedFrom": _sources(about),
        "prov:wasAttributedTo": _party(about.publisher),
        "prov:generatedAtTime": _date(about.modified),
        "dcat:landingPage": _link(about.landing),
        "dcat:keyword": [_text(word, about.languages[0]) for word in about.keywords],
        "dcat:version": about.version,
        "dcat:distribution": [_file(item, about) for item in about.files],
        "schema:variableMeasured": [
            {
                "@type": "schema:PropertyValue",
                "schema:name": item.name,
                "schema:description": item.description or item.title,
            }
            for item in about.variables
        ],
    }
    return _given({"@context": CONTEXT, **dataset, **_versions(about)})


def _versions(about: Description) -> dict[str, Any]:
    if about.is_release:
        return {
            "dcat:isVersionOf": _link(about.whole),
            "dcterms:isVersionOf": _link(about.whole),
            "dcat:previousVersion": _link(about.previous),
            "prov:wasRevisionOf": _link(about.previous),
        }
    current = next((item for item in about.versions if item.endswith(f"/{about.version}")), "")
    return {
        "dcat:hasVersion": [_link(address) for address in about.versions],
        "dcat:hasCurrentVersion": _link(current),
    }


def _file(item: File, about: Description) -> dict[str, Any]:
    found = {
        "@id": item.address,
        "@type": "dcat:Distribution",
        "dcterms:title": _text(item.title, about.languages[0]),
        "dcterms:description": _text(item.description or item.title, about.languages[0]),
        "dcterms:license": [_link(address) for address in about.licenses],
        "dcat:accessURL": _link(about.landing),
        "dcat:downloadURL": _link(item.address),
        "dcat:mediaType": _link(MEDIA_TYPES + item.media_type),
        "dcat:byteSize": {"@value": str(item.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": _checksum(item.sha256),
    }
    return _given(found)


def _checksum(sha256: str) -> dict[str, Any]:
    value = {"@value": sha256, "@type": "xsd:hexBinary"}
    algorithm = {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}
    found = {"@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": value}
    return found if sha256 else {}


def _given(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}


def _sources(about: Description) -> list[dict[str, Any]]:
    return [
        {
            **_link(str(item.get("path", ""))),
            "@type": "prov:Entity",
            "dcterms:title": str(item.get("title", "")),
        }
        for item in about.sources
    ]


def _party(party: Name) -> dict[str, Any]:
    kind = "foaf:Person" if party.is_person else "foaf:Organization"
    named = {"@type": [kind, "prov:Agent"], "foaf:name": party.title}
    return _given({**named, "foaf:homepage": _link(party.url)})


def _period(first: str, last: str) -> dict[str, Any]:
    days = {"dcat:startDate": _date(first), "dcat:endDate": _date(last)}
    return {"@type": "dcterms:PeriodOfTime", **days} if first else {}


def _date(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"} if day else {}


def _link(address: str) -> dict[str, str]:
    return {"@id": address} if address else {}


def _text(text: str, tag: str) -> dict[str, str]:
    return {"@value": text, "@language": tag}
