"""A description as DCAT 3 with PROV, in JSON-LD (https://www.w3.org/TR/vocab-dcat-3/), which
catalogues of data harvest. The context is in the document: nothing is to be fetched."""

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


def dcat(told: Description) -> dict[str, Any]:
    """The JSON-LD as an object."""
    dataset: dict[str, Any] = {
        "@id": told.landing,
        "@type": ["dcat:Dataset", "prov:Entity"],
        "dcterms:title": [_text(text, tag) for tag, text in told.titles.items()],
        "dcterms:description": _text(told.description, told.languages[0]),
        "dcterms:identifier": [told.landing, *told.identifiers],
        "dcterms:publisher": _party(told.publisher),
        "dcterms:creator": [_party(item) for item in told.creators],
        "dcterms:issued": _date(told.published),
        "dcterms:modified": _date(told.modified),
        "dcterms:license": [_link(address) for address in told.licenses],
        "dcterms:accessRights": _link(PUBLIC),
        "dcterms:language": list(told.languages),
        "dcterms:conformsTo": _link(PROFILE),
        "dcterms:type": _link("http://purl.org/dc/dcmitype/Dataset"),
        "dcterms:temporal": _period(*told.temporal),
        "dcterms:source": _sources(told),
        "prov:wasDerivedFrom": _sources(told),
        "prov:wasAttributedTo": _party(told.publisher),
        "prov:generatedAtTime": _date(told.modified, "xsd:date"),
        "dcat:landingPage": _link(told.landing),
        "dcat:keyword": [_text(word, told.languages[0]) for word in told.keywords],
        "dcat:version": told.version,
        "dcat:distribution": [_file(item, told) for item in told.files],
        "schema:variableMeasured": [
            {
                "@type": "schema:PropertyValue",
                "schema:name": item.name,
                "schema:description": item.description or item.title,
            }
            for item in told.variables
        ],
    }
    dataset |= _versions(told)
    return {
        "@context": CONTEXT,
        **{name: value for name, value in dataset.items() if value},
    }


def _versions(told: Description) -> dict[str, Any]:
    if told.is_release:
        return {
            "dcat:isVersionOf": _link(told.whole),
            "dcterms:isVersionOf": _link(told.whole),
            "dcat:previousVersion": _link(told.previous),
            "prov:wasRevisionOf": _link(told.previous),
        }
    current = next((item for item in told.versions if item.endswith(f"/{told.version}")), "")
    return {
        "dcat:hasVersion": [_link(address) for address in told.versions],
        "dcat:hasCurrentVersion": _link(current),
    }


def _file(item: File, told: Description) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": item.address,
        "@type": "dcat:Distribution",
        "dcterms:title": _text(item.title, told.languages[0]),
        "dcterms:description": _text(item.description or item.title, told.languages[0]),
        "dcterms:license": [_link(address) for address in told.licenses],
        "dcat:accessURL": _link(told.landing),
        "dcat:downloadURL": _link(item.address),
        "dcat:mediaType": _link(MEDIA_TYPES + item.media_type),
        "dcat:byteSize": {"@value": str(item.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _link("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": item.sha256, "@type": "xsd:hexBinary"},
        }
        if item.sha256
        else "",
    }
    return {name: value for name, value in found.items() if value}


def _sources(told: Description) -> list[dict[str, Any]]:
    return [
        {
            **({"@id": item["path"]} if item.get("path") else {}),
            "@type": "prov:Entity",
            "dcterms:title": str(item.get("title", "")),
        }
        for item in told.sources
    ]


def _party(party: Name) -> dict[str, Any]:
    url = {"foaf:homepage": _link(party.url)} if party.url else {}
    kind = "foaf:Person" if party.is_person else "foaf:Organization"
    return {"@type": [kind, "prov:Agent"], "foaf:name": party.title, **url}


def _period(first: str, last: str) -> Any:
    if not first:
        return ""
    return {
        "@type": "dcterms:PeriodOfTime",
        "dcat:startDate": _date(first),
        "dcat:endDate": _date(last),
    }


def _date(day: str, kind: str = "xsd:date") -> Any:
    return {"@value": day, "@type": kind} if day else ""


def _link(address: str) -> Any:
    return {"@id": address} if address else ""


def _text(text: str, tag: str) -> dict[str, str]:
    return {"@value": text, "@language": tag}
