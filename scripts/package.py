"""The package as its descriptor declares it: resources, series, schemas, views.

Reads datapackage.json (Data Package v2) and the schema files that it names; nothing else in
these scripts knows a table or a column by name. Beyond the standard the descriptor says, as
custom properties:

    database              the name of the SQLite database, and of its address on the site
    series                [{name, title, description, kind, ignore: [columns a diff leaves out],
                            derived: {query, days, title, description, schema, folder}}]
    views                 [{name, title, description, path: a file with one SELECT}]
    released              files and folders that a release holds beside what the descriptor names
    title_zh              the title in Chinese
    resource.series       the series that this file is a revision of
    resource.revision     and the name of that revision
    field.categories      [{value, label}]: what each value means (Data Package v2)
    field.default         what a new record gets; other fields may stand in braces
    field.source          the column of the same record that holds the source of this one
    resource.search       {resource, field}: the texts under which its records are found
    resource.changes      true: this file holds the changes of every series
    resource.computes     {resource, sql, stated}: this file holds, for each record of the other
                          resource, what the SELECT in its field `sql` gives, and whether that is
                          the figure in its field `stated`
    resource.queries      {sql, hash}: fields of this file; the second holds the hash of what the
                          SELECT in the first gives, which `refresh` fills in
    resource.view         the file with the SELECT whose result this file is: a view in the
                          database, not a table
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from scripts.errors import InputError, PackageError
from scripts.findings import Finding

DESCRIPTOR = "datapackage.json"

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One column: its name, Table Schema type, and the words for people; `labels` says what each
    value of a categorical field means; `default` is what a new record gets, where other fields
    of the record may stand in braces; `source` is the column that holds the source of this one."""

    name: str
    type: str
    title: str
    description: str
    constraints: Json
    labels: Mapping[str, str]
    default: str
    source: str

    @property
    def required(self) -> bool:
        """Whether an empty cell is refused."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of one relation hold the values of `referenced` columns of `relation`."""

    columns: tuple[str, ...]
    relation: str
    referenced: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The columns of a table in order, its key, and what it refers to."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)


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
        listed = _names(self.descriptor.get("released"))
        for path in listed:
            _refuse_outside(self.root, path, "released")
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
            raise _fault(f"has no {name!r}; a data package needs one")
    items = _items(descriptor, "resources")
    resources = tuple(_resource(root, item) for item in items)
    series = tuple(_series(root, item) for item in _items(descriptor, "series"))
    views = tuple(_view(root, item) for item in _items(descriptor, "views"))
    views += tuple(
        View(resource.name, resource.title, resource.description, resource.view, resource=resource)
        for resource in resources
        if resource.view is not None
    )
    _refuse_twice(DESCRIPTOR, "resource", (resource.name for resource in resources))
    _refuse_twice(
        DESCRIPTOR,
        "revision",
        (f"{resource.series}/{resource.revision}" for resource in resources if resource.series),
    )
    known = {item.name for item in series}
    for resource in resources:
        if resource.series is not None and resource.series not in known:
            raise _fault(
                f"resource {resource.name!r} is of series {resource.series!r}, which the property"
                f" `series` does not declare (declared: {', '.join(sorted(known)) or 'none'})"
            )
    return Package(root, descriptor, resources, series, views)


def read_json(root: Path, file: str) -> Json:
    """The JSON object in the file; InputError says where it stops being one."""
    try:
        text = (root / file).read_bytes().decode("utf-8")
        document = json.loads(text)
    except OSError as error:
        raise InputError([Finding(file, None, None, f"{error.strerror}", "unreadable")]) from None
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start}"
        raise InputError([Finding(file, None, None, reason, "encoding")]) from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (character {error.colno})"
        raise InputError([Finding(file, error.lineno, None, reason, "json")]) from None
    except RecursionError:
        reason = "nested too deeply to be read"
        raise InputError([Finding(file, None, None, reason, "json")]) from None
    if not isinstance(document, dict):
        raise InputError([Finding(file, 1, None, "not a JSON object", "json")])
    return cast(Json, document)


def _resource(root: Path, item: Json) -> Resource:
    name, path = _text(item, "name"), _text(item, "path")
    _refuse_outside(root, path, name)
    declared = item.get("schema")
    schema_path = declared if isinstance(declared, str) else None
    if schema_path is not None:
        _refuse_outside(root, schema_path, name)
        declared = read_json(root, schema_path)
    if not isinstance(declared, Mapping):
        raise _fault(f"resource {name!r} has no schema")
    if ("series" in item) != ("revision" in item):
        raise _fault(f"resource {name!r} needs both `series` and `revision`, or neither")
    search, computes, queries = (item.get(name) for name in ("search", "computes", "queries"))
    if "view" in item:
        _refuse_outside(root, _text(item, "view"), name)
    return Resource(
        name=name,
        path=path,
        title=str(item.get("title", name)),
        description=str(item.get("description", "")),
        schema=_schema(declared, schema_path or DESCRIPTOR, name),
        schema_path=schema_path,
        series=_text(item, "series") if "series" in item else None,
        revision=_text(item, "revision") if "revision" in item else None,
        search=None
        if search is None
        else Search(_text(search, "resource"), _text(search, "field")),
        view=item.get("view"),
        changes=bool(item.get("changes")),
        queries=None if queries is None else Queries(_text(queries, "sql"), _text(queries, "hash")),
        computes=None
        if computes is None
        else Computation(*(_text(computes, part) for part in ("resource", "sql", "stated"))),
    )


def _schema(item: Json, file: str, resource: str) -> Schema:
    fields = tuple(
        Field(
            name=_text(field, "name"),
            type=str(field.get("type", "string")),
            title=str(field.get("title", field.get("name"))),
            description=str(field.get("description", "")),
            constraints=field.get("constraints", {}),
            default=str(field.get("default", "")),
            source=str(field.get("source", "")),
            labels={
                _text(category, "value"): _text(category, "label")
                for category in _items(field, "categories")
            },
        )
        for field in _items(item, "fields")
    )
    if not fields:
        raise _fault(f"the schema of resource {resource!r} has no fields", file)
    _refuse_twice(file, f"field of {resource!r}", (field.name for field in fields))
    columns = {field.name for field in fields}
    foreign_keys = tuple(
        ForeignKey(
            _names(key.get("fields")),
            _text(key.get("reference", {}), "resource") or resource,
            _names(key.get("reference", {}).get("fields")),
        )
        for key in _items(item, "foreignKeys")
    )
    primary_key = _names(item.get("primaryKey"))
    for name in (*primary_key, *(name for key in foreign_keys for name in key.columns)):
        if name not in columns:
            raise _fault(f"a key of resource {resource!r} names {name!r}, which is no field", file)
    if not primary_key:
        raise _fault(f"the schema of resource {resource!r} has no primaryKey", file)
    return Schema(fields, primary_key, foreign_keys)


def _series(root: Path, item: Json) -> Series:
    derived = item.get("derived")
    if derived is not None:
        parts = {part: _text(derived, part) for part in Derivation.__dataclass_fields__}
        for part in ("query", "schema", "folder"):
            _refuse_outside(root, parts[part], _text(item, "name"))
    return Series(
        name=_text(item, "name"),
        title=str(item.get("title", item.get("name"))),
        description=str(item.get("description", "")),
        kind=str(item.get("kind", "update")),
        ignore=_names(item.get("ignore")),
        derived=None if derived is None else Derivation(**parts),
    )


def _view(root: Path, item: Json) -> View:
    name, path = _text(item, "name"), _text(item, "path")
    _refuse_outside(root, path, name)
    return View(name, str(item.get("title", name)), str(item.get("description", "")), path)


def _items(item: Json, name: str) -> list[Json]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise _fault(f"`{name}` is not a list of objects")
    return value


def _text(item: Json, name: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise _fault(f"an entry has no text for `{name}`: {json.dumps(item)[:80]}")
    return value


def _names(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _fault(f"not a column's name or a list of them: {json.dumps(value)[:80]}")
    return tuple(names)


def _refuse_outside(root: Path, path: str, name: str) -> None:
    parts = PurePosixPath(path)
    if "://" in path or parts.is_absolute() or ".." in parts.parts or "\\" in path:
        raise _fault(f"{name!r} has the path {path!r}; only paths inside the package are read")
    if not (root / path).resolve().is_relative_to(root.resolve()):
        raise _fault(f"{name!r} has the path {path!r}, a link that leads out of the package")


def _refuse_twice(file: str, what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise _fault(f"{what} {name!r} stands twice", file)
        seen.add(name)


def _fault(reason: str, file: str = DESCRIPTOR) -> InputError:
    return InputError([Finding(file, None, None, reason, "descriptor")])
