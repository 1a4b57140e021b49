"""CITATION.cff, Citation File Format 1.2.0."""

from __future__ import annotations

from typing import Any

from ..model import Citation, Source
from ..names import Name
from . import Format, filled

MESSAGE = "Cite this release for the compilation, and the source named in the row for the fact."


def render(citation: Citation) -> str:
    """The file; YAML."""
    import yaml

    text: str = yaml.safe_dump(
        as_dict(citation), allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return text


def as_dict(citation: Citation) -> dict[str, Any]:
    """The fields of the file, without those that are unknown."""
    identifiers = []
    if citation.archived:
        what = f"Revision {citation.revision}" if citation.revision else "The folder data/"
        identifiers.append({"type": "swh", "value": citation.swhid, "description": what})
    if citation.manifest_sha256:
        stated = f"The manifest of release {citation.version}, by its SHA-256"
        named = f"sha256:{citation.manifest_sha256}"
        identifiers.append({"type": "other", "value": named, "description": stated})
    document = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": citation.full_title,
        "authors": [_name(name) for name in citation.makers.authors],
        "version": citation.version,
        "date-released": citation.released_on,
        "identifiers": identifiers,
        "doi": citation.doi,
        "url": citation.address,
        "license": citation.license,
        "keywords": list(citation.keywords),
        "abstract": citation.abstract,
        "references": [_reference(source) for source in citation.sources],
    }
    return filled(document)


def _name(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"name": name.title}
    return {"family-names": name.family, **({"given-names": name.given} if name.given else {})}


def _reference(source: Source) -> dict[str, Any]:
    return filled(
        {
            "type": "website",
            "title": source.title,
            "authors": [{"name": source.publisher or "anonymous"}],
            "date-published": source.date if len(source.date) == len("2026-01-07") else "",
            "url": source.url,
        }
    )


FORMAT = Format("CITATION.cff", "text/yaml", render)
