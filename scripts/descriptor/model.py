"""The package as its descriptor declares it: resources, series, schemas, views.

It comes from datapackage.json (Data Package v2) and the schema files that this names.
extension.schema.json and docs/descriptor.md describe what we add to the standard. No other code
knows a table or a column by name, except those that every package has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..core.csv_table import Table, read
from ..core.errors import PackageError
from .parse import Json, names, refuse_outside
from .schema import Schema

# The table that names every revision. Each package with a series has it.
REVISIONS = "revisions"
# The table of what records are taken from.
SOURCES = "sources"
# The column that names the source of a record.
SOURCE = "source_id"


@dataclass(frozen=True)
class Search:
    """The texts that find the records of a resource: `field` of `resource`."""

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
    """Queries that are run again: `sql` and `hash`, the hash of the result, are fields."""

    sql: str
    hash: str


@dataclass(frozen=True)
class Resource:
    """One CSV file of the package. Only a revision has `series` and `revision`."""

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
    ignore: tuple[str, ...]
    happened_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Derivation:
    """How a series is derived from other tables: one revision for each day on which its result
    changes.

    `query` is a file with a SELECT that takes the day as `:as_of`; `days` is a SELECT of the days
    to look at. `title` may contain {revision}; `schema` and `folder` are the paths of the schema
    and of the files.
    """

    query: str
    days: str
    title: str
    description: str
    schema: str
    folder: str


@dataclass(frozen=True)
class Series:
    """A table that exists in revisions. `kind` says what a change in it means, and `ignore` which
    columns a diff leaves out."""

    name: str
    title: str
    description: str
    kind: str
    ignore: tuple[str, ...]
    derived: Derivation | None


@dataclass(frozen=True)
class View:
    """A SELECT over the tables, which is a view in the database.

    The SELECT is in the file `path`, or in `sql` where it is made from a schema. `resource` is the
    file with its result, if that is published.
    """

    name: str
    title: str
    description: str
    path: str
    sql: str = ""
    resource: Resource | None = None


@dataclass(frozen=True)
class Relation:
    """One table of the database: a resource, or all revisions of a series together.

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
        """Whether each record has the revision that it belongs to."""
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
    """The whole package: its folder, its descriptor, and the objects that this declares."""

    root: Path
    descriptor: Json
    resources: tuple[Resource, ...]
    series: tuple[Series, ...]
    views: tuple[View, ...]

    @property
    def released(self) -> tuple[str, ...]:
        """Files and folders in a release besides those that the descriptor names."""
        listed = names(self.descriptor.get("released"))
        for path in listed:
            refuse_outside(self.root, path, "released")
        return listed

    @property
    def patterns(self) -> tuple[str, ...]:
        """Files with patterns; `refresh` writes what they give."""
        listed = names(self.descriptor.get("patterns"))
        for path in listed:
            refuse_outside(self.root, path, "patterns")
        return listed

    @property
    def title(self) -> str:
        """The title of the package, or its name where it has no title."""
        return str(self.descriptor.get("title") or self.descriptor["name"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The BCP 47 tags of the package's languages. Its descriptor is written in the first."""
        return names(self.descriptor.get("languages")) or ("en",)

    @property
    def database(self) -> str:
        """The name of the database, also in its address on the site, which has no dot."""
        return str(self.descriptor.get("database", self.descriptor["name"].replace(".", "-")))

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The tables of the database, in the order of the descriptor."""
        grouped: dict[str, list[Resource]] = {}
        for resource in self.resources:
            if resource.view is None:
                grouped.setdefault(resource.series or resource.name, []).append(resource)
        return tuple(self._relation(name, members) for name, members in grouped.items())

    def relation(self, name: str) -> Relation:
        """The table of that name. Raises PackageError, which lists the tables, where there is
        none."""
        for relation in self.relations:
            if relation.name == name:
                return relation
        known = ", ".join(relation.name for relation in self.relations)
        raise PackageError(f"no table {name!r}; there are: {known}")

    @property
    def updates(self) -> tuple[Series, ...]:
        """The series whose changes are changes in the world, not only in a printed text."""
        return tuple(series for series in self.series if series.kind == "update")

    def revisions(self, series: str) -> tuple[Resource, ...]:
        """The revisions of a series, oldest first: their names begin with a date."""
        members = [resource for resource in self.resources if resource.series == series]
        return tuple(sorted(members, key=lambda resource: resource.revision or ""))

    def table(self, resource: Resource) -> Table:
        """The table in the file of a resource. Raises InputError."""
        return read(self.root / resource.path, resource.path)

    def _relation(self, name: str, members: list[Resource]) -> Relation:
        about: Resource | Series = members[0]
        about = next((series for series in self.series if series.name == name), about)
        first = members[0]
        return Relation(
            name, about.title, about.description, first.schema, tuple(members), first.search
        )
