"""Read datapackage.json into the objects of the model, or refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..core import strict_json
from . import schema, validate
from .model import Computation, Derivation, Package, Queries, Resource, Search, Series, View
from .parse import (
    DESCRIPTOR,
    Json,
    fault,
    items,
    names,
    read,
    read_json,
    refuse_duplicates,
    refuse_outside,
    text,
)

# The schemas of several packages with one for each resource: a few hundred kilobytes.
SCHEMAS_KEPT = 256


def load(root: Path) -> Package:
    """The package in the folder `root`. Raises InputError where the descriptor cannot be used."""
    return from_descriptor(root, read_json(root, DESCRIPTOR))


def from_descriptor(
    root: Path, descriptor: Json, schemas: Mapping[str, bytes] | None = None
) -> Package:
    """The package that a parsed descriptor declares. `schemas` has schemas by path, which are then
    not read from their files. Raises InputError as `load` does."""
    for name in ("name", "resources"):
        if not descriptor.get(name):
            raise fault(f"has no {name!r}; a data package needs one")
    read = dict(schemas or {})
    resources = tuple(_resource(root, item, read) for item in items(descriptor, "resources"))
    series = tuple(_series(root, item) for item in items(descriptor, "series"))
    views = tuple(_view(root, item) for item in items(descriptor, "views"))
    views += tuple(
        View(resource.name, resource.title, resource.description, resource.view, resource=resource)
        for resource in resources
        if resource.view is not None
    )
    refuse_duplicates(DESCRIPTOR, "resource", (resource.name for resource in resources))
    refuse_duplicates(
        DESCRIPTOR,
        "revision",
        (f"{resource.series}/{resource.revision}" for resource in resources if resource.series),
    )
    known = {item.name for item in series}
    for resource in resources:
        if resource.series is not None and resource.series not in known:
            raise fault(
                f"resource {resource.name!r} is of series {resource.series!r}, which the property"
                f" `series` does not declare (declared: {', '.join(sorted(known)) or 'none'})"
            )
    for item in items(descriptor, "contributions"):
        for records in (*items(item, "add"), *items(item, "remove")):
            if "query" in records:
                refuse_outside(root, text(records, "query"), "contributions")
    package = Package(root, descriptor, resources, series, views)
    validate.refuse(package)
    return package


def _resource(root: Path, item: Json, schemas: dict[str, bytes]) -> Resource:
    """The resource as declared. A schema file that several share is read once, into `schemas`."""
    name, path = text(item, "name"), text(item, "path")
    refuse_outside(root, path, name)
    declared = item.get("schema")
    schema_path = declared if isinstance(declared, str) else None
    if schema_path is not None:
        if schema_path not in schemas:
            refuse_outside(root, schema_path, name)
            schemas[schema_path] = read(root, schema_path)
        columns = _schema_file(schemas[schema_path], schema_path, name, "series" in item)
    elif isinstance(declared, Mapping):
        columns = _schema(declared, DESCRIPTOR, name, "series" in item)
    else:
        raise fault(f"resource {name!r} has no schema")
    if ("series" in item) != ("revision" in item):
        raise fault(f"resource {name!r} needs both `series` and `revision`, or neither")
    if "view" in item:
        refuse_outside(root, text(item, "view"), name)
    return Resource(
        name=name,
        path=path,
        title=str(item.get("title", name)),
        description=str(item.get("description", "")),
        schema=columns,
        schema_path=schema_path,
        series=text(item, "series") if "series" in item else None,
        revision=text(item, "revision") if "revision" in item else None,
        search=_part(Search, item.get("search")),
        view=item.get("view"),
        changes=bool(item.get("changes")),
        happened_on=names(item.get("happened_on")),
        attributes=None
        if "attributes" not in item
        else {part: text(item["attributes"], part) for part in ("name", "value")},
        ignore=names(item.get("ignore")),
        queries=_part(Queries, item.get("queries")),
        computes=_part(Computation, item.get("computes")),
    )


# A command loads a package several times, and releases share most schemas.
@lru_cache(maxsize=SCHEMAS_KEPT)
def _schema_file(data: bytes, file: str, resource: str, in_series: bool) -> schema.Schema:
    return _schema(strict_json.parse(data, file), file, resource, in_series)


def _schema(declared: Json, file: str, resource: str, in_series: bool) -> schema.Schema:
    parsed = schema.parse(declared, file, resource)
    validate.refuse_schema(declared, parsed, file, resource, in_series)
    return parsed


def _part(kind: Any, item: Json | None) -> Any:
    """An object of this kind, its fields read from the texts of the same names; None where the
    descriptor has no such part."""
    return None if item is None else kind(*(text(item, part) for part in kind.__match_args__))


def _series(root: Path, item: Json) -> Series:
    derived = _part(Derivation, item.get("derived"))
    if derived:
        for path in (derived.query, derived.schema, derived.folder):
            refuse_outside(root, path, text(item, "name"))
    intake = item.get("intake")
    if isinstance(intake, Mapping) and "folder" in intake:
        refuse_outside(root, text(intake, "folder"), text(item, "name"))
    return Series(
        name=text(item, "name"),
        title=str(item.get("title", item.get("name"))),
        description=str(item.get("description", "")),
        kind=str(item.get("kind", "update")),
        ignore=names(item.get("ignore")),
        derived=derived,
    )


def _view(root: Path, item: Json) -> View:
    name, path = text(item, "name"), text(item, "path")
    refuse_outside(root, path, name)
    return View(name, str(item.get("title", name)), str(item.get("description", "")), path)
