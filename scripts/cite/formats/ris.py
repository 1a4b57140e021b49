"""RIS: a record for each source and one for our release."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Citation, Source
from . import Format


def render(citation: Citation) -> str:
    """The records."""
    day = citation.released_on.replace("-", "/")
    ours = [
        ("TY", "DATA"),
        ("ID", citation.key),
        *(("AU", name.listed) for name in citation.makers.authors),
        *(("ED", name.listed) for name in citation.makers.editors),
        ("TI", citation.full_title),
        ("PY", citation.year),
        ("DA", day),
        ("PB", citation.makers.publisher.title if citation.makers.publisher else ""),
        ("ET", citation.version),
        ("N1", f"Revision {citation.revision}" if citation.revision else ""),
        ("N1", "; ".join(citation.hashes)),
        ("DO", citation.doi),
        ("UR", citation.address),
        ("LA", citation.lang),
    ]
    return "\n".join([*(_record(_source(source)) for source in citation.sources), _record(ours)])


def _source(source: Source) -> list[tuple[str, str]]:
    return [
        ("TY", "ELEC"),
        ("ID", source.source_id),
        ("AU", source.publisher),
        ("TI", source.title),
        ("PY", source.date[:4]),
        ("DA", source.date.replace("-", "/")),
        ("UR", source.url),
        ("LA", source.lang),
    ]


def _record(fields: Iterable[tuple[str, str]]) -> str:
    lines = [f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields if value]
    return "".join(lines) + "ER  - \n"


FORMAT = Format("RIS", "application/x-research-info-systems", render, describes=True)
