"""The data dictionary: every table and column in words, rendered from the descriptor."""

from __future__ import annotations

from collections.abc import Iterator

from ..database import views
from ..descriptor.model import Package, Relation, View
from ..descriptor.schema import Field, Schema

PATH = "docs/data-dictionary.md"


def render(package: Package) -> str:
    """The dictionary as Markdown."""
    return "\n".join(_lines(package)) + "\n"


def _lines(package: Package) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from `datapackage.json` by `refresh`; edit there, not here."
    for relation in package.relations:
        yield from _relation(package, relation)
    for view in views.all_views(package):
        yield from _view(view)


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
    yield from _columns(relation.schema)


def _view(view: View) -> Iterator[str]:
    yield ""
    yield f"## {view.name}"
    yield ""
    yield view.description
    yield ""
    yield (
        f"A view: [{view.path}](../{view.path})." if view.path else "A view, made from the schema."
    )
    if view.resource:
        yield f"File of its result: [{view.resource.path}](../{view.resource.path})."
        yield from _columns(view.resource.schema)


def _columns(schema: Schema) -> Iterator[str]:
    yield ""
    yield "| column | type | holds |"
    yield "|---|---|---|"
    for field in schema.fields:
        yield f"| `{field.name}` | {_type(field)} | {_cell(_words(schema, field))} |"


def _type(field: Field) -> str:
    return f"{field.type}, required" if field.required else field.type


def _words(schema: Schema, field: Field) -> str:
    """The description, then what the column may contain and what it refers to."""
    words = [field.description]
    if values := field.constraints.get("enum"):
        labelled = (f"`{value}`" + _label(field, value) for value in values)
        words.append(f"One of: {', '.join(labelled)}.")
    for key in schema.foreign_keys:
        if key.columns == (field.name,):
            words.append(f"Refers to `{key.relation}.{key.referenced[0]}`.")
    return " ".join(words)


def _label(field: Field, value: str) -> str:
    return f" ({field.labels[value]})" if value in field.labels else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
