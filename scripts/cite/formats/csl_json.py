"""CSL-JSON, which reference managers read and citeproc renders."""

from __future__ import annotations

from typing import Any

from ..model import Citation, Source
from ..names import Name
from . import Format, as_json, filled


def items(citation: Citation) -> list[dict[str, Any]]:
    """The sources, then our release."""
    return [*(source(item) for item in citation.sources), release(citation)]


def release(citation: Citation) -> dict[str, Any]:
    """Our release as one CSL item."""
    notes = [f"Revision: {citation.revision}"] if citation.revision else []
    return filled(
        {
            "id": citation.key,
            "type": "dataset",
            "title": citation.full_title,
            "author": [_name(name) for name in citation.makers.authors],
            "editor": [_name(name) for name in citation.makers.editors],
            "publisher": "; ".join(name.title for name in citation.makers.publishers),
            "issued": _date(citation.released_on),
            "version": citation.version,
            "DOI": citation.doi,
            "URL": citation.address,
            "language": citation.csl_language,
            "note": "; ".join([*notes, *citation.hashes]),
        }
    )


def source(of: Source) -> dict[str, Any]:
    """A source as one CSL item."""
    return filled(
        {
            "id": of.source_id,
            "type": "webpage",
            "title": of.title,
            "author": [{"literal": of.publisher}] if of.publisher else None,
            "issued": _date(of.date),
            "URL": of.url,
            "language": of.lang,
        }
    )


def _name(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"literal": name.title}
    return {"family": name.family, **({"given": name.given} if name.given else {})}


def _date(day: str) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def render(citation: Citation) -> str:
    """A JSON array of items."""
    return as_json(items(citation))


FORMAT = Format("CSL-JSON", "application/vnd.citationstyles.csl+json", render, describes=True)
