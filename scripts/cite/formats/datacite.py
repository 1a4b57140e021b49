"""DataCite's metadata as JSON, schema 4.5, which a repository needs to mint a DOI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.errors import UsageError, command
from ..model import Citation
from ..names import Name
from . import Format, as_json, filled

# DataCite's names for the roles that Data Package recommends.
ROLES = {"maintainer": "DataManager", "wrangler": "DataCurator", "collector": "DataCollector"}


def render(citation: Citation) -> str:
    """The JSON. Raises UsageError before the first release: DataCite requires a year."""
    return as_json(as_dict(citation))


def as_dict(citation: Citation) -> dict[str, Any]:
    """The metadata. Raises UsageError before the first release."""
    if not citation.year:
        raise UsageError(
            "DataCite needs the year of a release, and nothing is released yet; run"
            f" `{command('release VERSION')}` first"
        )
    publisher = citation.makers.publisher
    lang = citation.tag
    document: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [_name(name) for name in citation.makers.authors],
        "titles": [{"title": citation.full_title, "lang": lang}],
        "publisher": {"name": publisher.title if publisher else citation.name},
        "contributors": list(_contributors(citation)),
        "publicationYear": citation.year,
        "dates": [{"date": citation.released_on, "dateType": "Issued"}],
        "language": lang,
        "version": citation.version,
        "alternateIdentifiers": list(_hashes(citation)),
        "subjects": [{"subject": word} for word in citation.keywords],
        "rightsList": list(_rights(citation)),
        "descriptions": list(_descriptions(citation)),
        "relatedIdentifiers": [
            {
                "relatedIdentifier": source.url,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
            for source in citation.sources
            if source.url
        ],
    }
    if citation.doi:
        document["identifiers"] = [{"identifier": citation.doi, "identifierType": "DOI"}]
    document["url"] = citation.address
    return filled(document)


def _contributors(citation: Citation) -> Iterator[dict[str, str]]:
    for name in citation.makers.editors:
        yield {**_name(name), "contributorType": "Editor"}
    for role, name in citation.makers.others:
        yield {**_name(name), "contributorType": ROLES.get(role, "Other")}


def _hashes(citation: Citation) -> Iterator[dict[str, str]]:
    for kind, value in (
        ("SWHID", citation.swhid if citation.archived else ""),
        ("SHA-256 of the manifest", citation.manifest_sha256),
    ):
        if value:
            yield {"alternateIdentifier": value, "alternateIdentifierType": kind}


def _rights(citation: Citation) -> Iterator[dict[str, str]]:
    if citation.license:
        yield {
            "rights": citation.license,
            "rightsUri": citation.license_url,
            "rightsIdentifier": citation.license,
            "rightsIdentifierScheme": "SPDX",
        }


def _descriptions(citation: Citation) -> Iterator[dict[str, str]]:
    yield {"description": citation.abstract, "descriptionType": "Abstract"}
    if citation.revision:
        yield {"description": f"Revision {citation.revision}", "descriptionType": "TechnicalInfo"}


def _name(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"name": name.title, "nameType": "Organizational"}
    parts = {"familyName": name.family, "givenName": name.given}
    return {"name": name.listed, "nameType": "Personal", **filled(parts)}


FORMAT = Format(
    "DataCite JSON",
    "application/vnd.datacite.datacite+json",
    render,
    describes=True,
    needs_release=True,
)
