"""BibTeX: an entry for each source and one for our release."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Citation, Source

# Braces and backslashes are written as commands first, since the others bring both.
SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)


def render(citation: Citation) -> str:
    """The entries, each as @misc, which every BibTeX knows."""
    notes = [f"Revision {citation.revision}"] if citation.revision else []
    ours = {
        "author": " and ".join(f"{{{escaped(author)}}}" for author in citation.authors),
        "title": f"{{{escaped(citation.full_title)}}}",
        "year": citation.year,
        "version": citation.version,
        "howpublished": "Data set",
        "note": "; ".join([f"Version {citation.version}", *notes, *citation.hashes]),
        "doi": citation.doi,
        "url": citation.url,
    }
    entries = [_entry(source.source_id, _source(source)) for source in citation.sources]
    return "\n".join([*entries, _entry(citation.key, ours)])


def escaped(text: str) -> str:
    """The text as LaTeX prints it."""
    return text.translate(SIGNS)


def _source(source: Source) -> dict[str, str]:
    return {
        "author": f"{{{escaped(source.publisher)}}}" if source.publisher else "",
        "title": f"{{{escaped(source.title)}}}",
        "year": source.date[:4],
        "note": f"Published {source.date}" if source.date else "",
        "url": source.url,
    }


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"
