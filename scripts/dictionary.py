"""The data dictionary: every table and column in words, rendered from the descriptor."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.package import Field, Package, Relation

PATH = "docs/data-dictionary.md"


def render(package: Package) -> str:
    """The dictionary as Markdown."""
    return "\n".join(_lines(package)) + "\n"


def _lines(package: Package) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from `datapackage.json` by `python -m scripts refresh`; edit there, not here."
    for relation in package.relations:
        yield from _relation(package, relation)
    if package.views:
        yield ""
        yield "## Views"
        yield ""
        yield "| view | holds |"
        yield "|---|---|"
        for view in package.views:
            yield f"| [{view.name}](../{view.path}) | {_cell(view.description)} |"


def _relation(package: Package, relation: Relation) -> Iterator[str]:
    yield ""
    yield f"## {relation.name}"
    yield ""
    yield relation.description
    yield ""
    key = ", ".join(f"`{name}`" for name in relation.schema.primary_key)
    if relation.is_series:
        yield f"A series: one file a revision, key {key}; in the database one table with"
        yield "the column `revision` before the others, and part of the key."
        yield ""
        for resource in package.revisions(relation.name):
            yield f"- [{resource.path}](../{resource.path}): {resource.title}"
    else:
        path = relation.resources[0].path
        yield f"File: [{path}](../{path}), key {key}."
    yield ""
    yield "| column | type | holds |"
    yield "|---|---|---|"
    for field in relation.schema.fields:
        yield f"| `{field.name}` | {_type(field)} | {_cell(_words(relation, field))} |"


def _type(field: Field) -> str:
    return f"{field.type}, required" if field.required else field.type


def _words(relation: Relation, field: Field) -> str:
    """The description, then what may stand in the column and what it refers to."""
    words = [field.description]
    if values := field.constraints.get("enum"):
        words.append(f"One of: {', '.join(f'`{value}`' for value in values)}.")
    for key in relation.schema.foreign_keys:
        if key.columns == (field.name,):
            words.append(f"Refers to `{key.relation}.{key.referenced[0]}`.")
    return " ".join(words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
