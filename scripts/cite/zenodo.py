""".zenodo.json: the metadata that Zenodo uses if it mints a DOI."""

from __future__ import annotations

from .formats import as_json, filled
from .model import Citation


def render(citation: Citation) -> str:
    """The file."""
    document = {
        "upload_type": "dataset",
        "title": citation.full_title,
        "version": citation.version,
        "publication_date": citation.released_on,
        "description": citation.abstract,
        "creators": [{"name": name.listed} for name in citation.makers.authors],
        "contributors": [
            {"name": name.listed, "type": "Editor"} for name in citation.makers.editors
        ],
        "license": citation.license.lower(),
        "keywords": list(citation.keywords),
    }
    return as_json(filled(document))
