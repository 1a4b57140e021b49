"""The package as its descriptor declares it: resources, series, schemas, views.

Reads datapackage.json (Data Package v2) and the schema files that it names. Nothing else in these
scripts knows a table or a column by name, but for what every such list has: `revisions` (series,
revision, title, source_id), `sources`, and `acts` for the command of that name. Beyond the
standard the descriptor says, as custom properties:

    database              the name of the SQLite database, and of its address on the site
    tag                   the authority and year in tag: URIs (RFC 4151), which stay when the name
                          or the homepage changes
    series                [{name, title, description, kind, ignore: [columns a diff leaves out],
                            derived: {query, days, title, description, schema, folder}}]
    series.intake         which columns a printing taken in fills; see scripts/intake/mapping.py
    views                 [{name, title, description, path: a file with one SELECT}]
    released              files and folders that a release holds beside what the descriptor names
    title_zh              the title in Chinese
    resource.series       the series that this file is a revision of
    resource.revision     and the name of that revision
    field.categories      [{value, label}]: what each value means (Data Package v2)
    field.default         what a new record gets; other fields may stand in braces
    field.source          the column of the same record that holds the source of this one
    field.rank            true: its cells are places in an order, so that a change is a move
    resource.search       {resource, field}: the texts under which its records are found, in a table
                          that refers to it, or its own
    resource.changes      true: this file holds the changes of every series
    resource.computes     {resource, sql, stated}: this file holds, for each record of the other
                          resource, what the SELECT in its field `sql` gives, and whether that is
                          the figure in its field `stated`
    resource.attributes   {name, value}: each record gives one value of one attribute of another
                          record; these two fields hold which, and what
    resource.queries      {sql, hash}: fields of this file; the second holds the hash of what the
                          SELECT in the first gives, which `refresh` fills in
    resource.view         the file with the SELECT whose result this file is: a view in the
                          database, not a table
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import PackageError
from . import schema, validate
from .parse import (
    DESCRIPTOR,
    Json,
    fault,
    items,
    names,
    read_json,
    refuse_outside,
    refuse_twice,
    text,
)
from .schema import Schema

# The table that names every revision; each package with a series has it.
REVISIONS = "revisions"


@dataclass(frozen=True)
class Search:
    """The texts by which the records of a resource are found: `field` of `resource`."""

    resource: str
    field: str


@dataclass(frozen=True)
class Computation:
    """Figures that are recomputed: `sql` and `stated` are fields of `resource`."""

    resource: str
    sql: str
    stated: str


@dataclass(frozen=True)
class Queries:
    """Queries that are run again: `sql` and `hash`, of what it gives, are fields."""

    sql: str
    hash: str


@dataclass(frozen=True)
class Resource:
    """One CSV file of the package; `series` and `revision` only where it is a revision."""

    name: str
    path: str
    title: str
    description: str
    schema: Schema
    schema_path: str | None
    series: str | None
    revision: str | None
    search: Search | None
    view: str | None
    computes: Computation | None
    changes: bool
    attributes: Mapping[str, str] | None
    queries: Queries | None


@dataclass(frozen=True)
class Derivation:
    """How a series follows from other tables: one revision a day on which its result changes.

    `query` is a file with a SELECT that takes the day as `:as_of`; `days` is a SELECT of the days
    to look at. `title` may hold {revision}; `schema` and `folder` are where schema and files lie.
    """

    query: str
    days: str
    title: str
    description: str
    schema: str
    folder: str


@dataclass(frozen=True)
class Series:
    """A table that exists in revisions: of which `kind` its changes are, and in `ignore` the
    columns that a diff leaves out."""

    name: str
    title: str
    description: str
    kind: str
    ignore: tuple[str, ...]
    derived: Derivation | None


@dataclass(frozen=True)
class View:
    """A SELECT over the tables that stands in the database under a name of its own.

    The SELECT stands in the file `path`, or in `sql` where it follows from a schema. `resource` is
    the file that holds its result, where it is published as one.
    """

    name: str
    title: str
    description: str
    path: str
    sql: str = ""
    resource: Resource | None = None


@dataclass(frozen=True)
class Relation:
    """One table of the database: a resource, or all the revisions of a series in one.

    The relation of a series has `revision` as its first column and the first part of its key.
    """

    name: str
    title: str
    description: str
    schema: Schema
    resources: tuple[Resource, ...]
    search: Search | None

    @property
    def is_series(self) -> bool:
        """Whether the records carry the revision that they belong to."""
        return self.resources[0].series is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the database, in order."""
        return (("revision",) if self.is_series else ()) + self.schema.columns

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The key in the database."""
        return (("revision",) if self.is_series else ()) + self.schema.primary_key


@dataclass(frozen=True)
class Package:
    """The whole package: where it lies, what its descriptor says, and what that means."""

    root: Path
    descriptor: Json
    resources: tuple[Resource, ...]
    series: tuple[Series, ...]
    views: tuple[View, ...]

    @property
    def released(self) -> tuple[str, ...]:
        """Files and folders that a release holds beside what the descriptor names."""
        listed = names(self.descriptor.get("released"))
        for path in listed:
            refuse_outside(self.root, path, "released")
        return listed

    @property
    def database(self) -> str:
        """The name of the database, and of its address on the site."""
        return str(self.descriptor.get("database", self.descriptor["name"]))

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The tables of the database, in the order in which the descriptor names them."""
        grouped: dict[str, list[Resource]] = {}
        for resource in self.resources:
            if resource.view is None:
                grouped.setdefault(resource.series or resource.name, []).append(resource)
        return tuple(self._relation(name, members) for name, members in grouped.items())

    def relation(self, name: str) -> Relation:
        """The table of that name; PackageError names those there are."""
        for relation in self.relations:
            if relation.name == name:
                return relation
        known = ", ".join(relation.name for relation in self.relations)
        raise PackageError(f"no table {name!r}; there are: {known}")

    def revisions(self, series: str) -> tuple[Resource, ...]:
        """The revisions of a series, oldest first: their names begin with a date."""
        members = [resource for resource in self.resources if resource.series == series]
        return tuple(sorted(members, key=lambda resource: resource.revision or ""))

    def _relation(self, name: str, members: list[Resource]) -> Relation:
        about: Resource | Series = members[0]
        about = next((series for series in self.series if series.name == name), about)
        first = members[0]
        return Relation(
            name, about.title, about.description, first.schema, tuple(members), first.search
        )


def load(root: Path) -> Package:
    """The package in the folder `root`. Raises InputError where the descriptor cannot be used."""
    return from_descriptor(root, read_json(root, DESCRIPTOR))


def from_descriptor(root: Path, descriptor: Json) -> Package:
    """The package that a parsed descriptor declares. Raises InputError as `load` does."""
    for name in ("name", "resources"):
        if not descriptor.get(name):
            raise fault(f"has no {name!r}; a data package needs one")
    resources = tuple(_resource(root, item) for item in items(descriptor, "resources"))
    series = tuple(_series(root, item) for item in items(descriptor, "series"))
    views = tuple(_view(root, item) for item in items(descriptor, "views"))
    views += tuple(
        View(resource.name, resource.title, resource.description, resource.view, resource=resource)
        for resource in resources
        if resource.view is not None
    )
    refuse_twice(DESCRIPTOR, "resource", (resource.name for resource in resources))
    refuse_twice(
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
    package = Package(root, descriptor, resources, series, views)
    validate.refuse(package)
    return package


def _resource(root: Path, item: Json) -> Resource:
    name, path = text(item, "name"), text(item, "path")
    refuse_outside(root, path, name)
    declared = item.get("schema")
    schema_path = declared if isinstance(declared, str) else None
    if schema_path is not None:
        refuse_outside(root, schema_path, name)
        declared = read_json(root, schema_path)
    if not isinstance(declared, Mapping):
        raise fault(f"resource {name!r} has no schema")
    if ("series" in item) != ("revision" in item):
        raise fault(f"resource {name!r} needs both `series` and `revision`, or neither")
    search, computes, queries = (item.get(part) for part in ("search", "computes", "queries"))
    if "view" in item:
        refuse_outside(root, text(item, "view"), name)
    return Resource(
        name=name,
        path=path,
        title=str(item.get("title", name)),
        description=str(item.get("description", "")),
        schema=schema.parse(declared, schema_path or DESCRIPTOR, name),
        schema_path=schema_path,
        series=text(item, "series") if "series" in item else None,
        revision=text(item, "revision") if "revision" in item else None,
        search=None if search is None else Search(text(search, "resource"), text(search, "field")),
        view=item.get("view"),
        changes=bool(item.get("changes")),
        attributes=None
        if "attributes" not in item
        else {part: text(item["attributes"], part) for part in ("name", "value")},
        queries=None if queries is None else Queries(text(queries, "sql"), text(queries, "hash")),
        computes=None
        if computes is None
        else Computation(*(text(computes, part) for part in ("resource", "sql", "stated"))),
    )


def _series(root: Path, item: Json) -> Series:
    derived = item.get("derived")
    if derived is not None:
        parts = {part: text(derived, part) for part in Derivation.__dataclass_fields__}
        for part in ("query", "schema", "folder"):
            refuse_outside(root, parts[part], text(item, "name"))
    return Series(
        name=text(item, "name"),
        title=str(item.get("title", item.get("name"))),
        description=str(item.get("description", "")),
        kind=str(item.get("kind", "update")),
        ignore=names(item.get("ignore")),
        derived=None if derived is None else Derivation(**parts),
    )


def _view(root: Path, item: Json) -> View:
    name, path = text(item, "name"), text(item, "path")
    refuse_outside(root, path, name)
    return View(name, str(item.get("title", name)), str(item.get("description", "")), path)
