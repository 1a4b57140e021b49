"""The package as its descriptor declares it: resources, series, schemas, views.

Reads datapackage.json (Data Package v2) and the schema files that it names. What it says beyond
the standard is in extension.schema.json, and in words in docs/descriptor.md. Nothing else in these
scripts knows a table or a column by name, apart from what every such list has.
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

# The table that names every revision; each package with a series has it.
REVISIONS = "revisions"
# The table of what records are taken from.
SOURCES = "sources"
# The column that names the source of a record.
SOURCE = "source_id"


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
    ignore: tuple[str, ...]
    happened_on: tuple[str, ...] = ()


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
    """A SELECT over the tables that is in the database under a name of its own.

    The SELECT is in the file `path`, or in `sql` where it follows from a schema. `resource` is
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
        """Files and folders that a release holds besides what the descriptor names."""
        listed = names(self.descriptor.get("released"))
        for path in listed:
            refuse_outside(self.root, path, "released")
        return listed

    @property
    def patterns(self) -> tuple[str, ...]:
        """Files with patterns, of which `refresh` writes what these give."""
        listed = names(self.descriptor.get("patterns"))
        for path in listed:
            refuse_outside(self.root, path, "patterns")
        return listed

    @property
    def title(self) -> str:
        """What the package is called: its title, else its name."""
        return str(self.descriptor.get("title") or self.descriptor["name"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The BCP 47 tags of the languages that the package speaks, the first in which its
        descriptor is written."""
        return names(self.descriptor.get("languages")) or ("en",)

    @property
    def database(self) -> str:
        """The name of the database, and of its address on the site, which has no dot."""
        return str(self.descriptor.get("database", self.descriptor["name"].replace(".", "-")))

    @cached_property
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

    @property
    def updates(self) -> tuple[Series, ...]:
        """The series in which the world changes, and not the print alone."""
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
