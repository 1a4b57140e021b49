"""What a language model needs to know before it answers from this data (https://llmstxt.org)."""

from __future__ import annotations

from collections.abc import Sequence

from ...release import serve_store
from ..site import Site
from .model import Address

RULES = """\
- Two clocks are never mixed: a revision says when something was so, a release when we said it. \
Give both when you quote.
- Cite the release by its page under /cite, and for a fact the source that its record names.
- An empty cell is unknown, never "no"."""


def llms(site: Site, found: Sequence[Address], base: str) -> str:
    """The text; `base` is what addresses begin with."""
    package = site.package
    about = package.descriptor
    released = serve_store.latest(package.root)
    lines = [
        f"# {about.get('title') or about['name']}",
        "",
        *(f"> {line}" for line in str(about.get("description", "")).splitlines() if line),
        "",
        RULES,
    ]
    if own := site.readers[site.languages[0]].vocabulary.note("llms"):
        lines.append(own.strip())
    if released:
        lines.append(f"- The newest release is {released}: {base}/cite/{released}")
    lines += ["", "## Tables", ""]
    for relation in package.relations:
        columns = ", ".join(relation.columns)
        address = f"{base}/{package.database}/{relation.name}.json?_shape=array"
        lines.append(f"- [{relation.name}]({address}): {_flat(relation.description)} ({columns})")
    for title, is_strict in (("Data", True), ("Pages", False)):
        lines += ["", f"## {title}", ""]
        lines += [
            f"- [{item.summary}]({base}{item.link()}): {item.path}{_query(item)}"
            for item in found
            if item.strict is is_strict
        ]
    return "\n".join(lines) + "\n"


def _query(item: Address) -> str:
    named = "; ".join(f"`{part.name}`: {_flat(part.summary)}" for part in item.query)
    return f" ({named})" if named and item.strict else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
