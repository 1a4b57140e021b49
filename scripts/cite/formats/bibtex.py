"""BibTeX: an entry for each source and one for our release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Citation, Source
from ..names import Name
from . import Format

# Braces and backslashes come first, since the other replacements contain them.
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
    makers = citation.makers
    ours = {
        "author": _names(makers.authors),
        "editor": _names(makers.editors),
        "title": f"{{{escaped(citation.full_title)}}}",
        "year": citation.year,
        "version": citation.version,
        "howpublished": "Data set",
        "publisher": _names(makers.publishers),
        "note": "; ".join([f"Version {citation.version}", *notes, *citation.hashes]),
        "doi": citation.doi,
        "url": citation.address,
    }
    entries = [_entry(source.source_id, _source(source)) for source in citation.sources]
    return "\n".join([*entries, _entry(citation.key, ours)])


def escaped(text: str) -> str:
    """The text, escaped for LaTeX."""
    return text.translate(SIGNS)


def _names(names: Iterable[Name]) -> str:
    """Names for BibTeX, which does not split what is in braces."""
    parts = ((name.family, name.given) if name.is_person else (name.title, "") for name in names)
    return " and ".join(
        f"{{{escaped(name)}}}" + (f", {escaped(given)}" if given else "") for name, given in parts
    )


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


FORMAT = Format("BibTeX", "application/x-bibtex", render, describes=True)
