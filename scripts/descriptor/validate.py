"""What a well-formed descriptor may not declare: what readers would read in two ways, what SQL
cannot take, and references to nothing. Only the first fault is reported.

A descriptor is untrusted, and its names go into SQL and paths. What Frictionless reads in another
way than our loader would be checked as one thing and served as another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .parse import DESCRIPTOR, Json, fault, items, names, refuse_duplicates

if TYPE_CHECKING:
    from .model import Package, Relation, Resource
    from .schema import Schema

NAME = re.compile(r"[^\W_][\w.-]*")
NAMED = "a name has letters, digits, - _ and single dots only, and starts with one of the first two"
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SHA256 = re.compile("sha256:[0-9a-f]{64}")
TYPES = (
    *("string", "integer", "number", "boolean"),
    *("date", "time", "datetime", "year", "yearmonth", "duration"),
)
FORMATS = ("default", "email", "uri", "uuid")
CONSTRAINTS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("required", "unique"), bool),
    **dict.fromkeys(("minLength", "maxLength"), int),
    **dict.fromkeys(("minimum", "maximum"), object),
    "pattern": str,
    "enum": list,
}
# Properties that change how a cell is read.
DIALECTS = ("decimalChar", "groupChar", "bareNumber")
BOOLEAN_WORDS = {
    "trueValues": {"true", "True", "TRUE", "1"},
    "falseValues": {"false", "False", "FALSE", "0"},
}
READ_AS: Mapping[str, tuple[Any, ...]] = {
    "dialect": ({"delimiter": ","},),
    "encoding": ("utf-8",),
    "format": ("csv",),
    "compression": (),
    "scheme": (),
    "extrapaths": (),
    "control": (),
}
PROFILES = "https://datapackage.org/profiles/"
OWN_COLUMNS = ("_file", "_line")
OWN_TABLES = ("package",)
# Where the site has other things: its folders of files, its pages, the databases of releases.
FOLDERS = ("data", "static", "copies", "releases")
OWN_PAGES = ("revisions", "diff", "as-of", "cite", "reconcile")
OF_RELEASE = re.compile(r"v\d+-\d+-\d+")


def is_name(text: str) -> bool:
    """Whether a package, or a part of it, may have this name."""
    return bool(NAME.fullmatch(text)) and ".." not in text


def is_free(name: str) -> bool:
    """Whether the site has nothing else at the address of a database of that name."""
    return name.lower() not in (*FOLDERS, *OWN_PAGES) and not OF_RELEASE.fullmatch(name)


def refuse(package: Package) -> None:
    """Raise InputError for the first fault of a descriptor."""
    descriptor = package.descriptor
    profile = descriptor.get("$schema", descriptor.get("profile"))
    if profile is not None and not str(profile).startswith(PROFILES):
        raise fault(
            f"the profile {profile!r} is unknown; only profiles of datapackage.org are accepted,"
            " and none is downloaded"
        )
    for what, name in _names(package):
        if not isinstance(name, str) or not is_name(name):
            raise fault(f"{what} {name!r}: {NAMED}")
    _ = package.released
    for tag in package.languages:
        if not LANGUAGE.fullmatch(tag):
            raise fault(f"the language {tag!r} is not a BCP 47 tag, such as en or zh-Hant")
    refuse_duplicates(DESCRIPTOR, "language", (tag.partition("-")[0] for tag in package.languages))
    refuse_duplicates(DESCRIPTOR, "path", (resource.path for resource in package.resources))
    _tables(package)
    for item, resource in zip(items(descriptor, "resources"), package.resources, strict=True):
        for part, allowed in READ_AS.items():
            if part in item and item[part] not in allowed:
                raise fault(
                    f"resource {resource.name!r} declares the {part} {item[part]!r}; files are"
                    " CSV in UTF-8 with commas, and nothing else"
                )
        if "hash" in item and not SHA256.fullmatch(str(item["hash"])):
            raise fault(f"resource {resource.name!r} has a hash that is not sha256: and 64 digits")
        if type(item.get("bytes", 0)) is not int:
            raise fault(f"resource {resource.name!r} has `bytes` that are not an integer")
        _parts(package, resource)
    for relation in package.relations:
        _relation(package, relation)


def _names(package: Package) -> Iterator[tuple[str, object]]:
    yield "the name", package.descriptor["name"]
    if "database" in package.descriptor:
        yield "the database", package.descriptor["database"]
    for resource in package.resources:
        yield "resource", resource.name
        if resource.revision is not None:
            yield "revision", resource.revision
    yield from (("series", series.name) for series in package.series)
    yield from (("view", view.name) for view in package.views)


def refuse_database(package: Package) -> None:
    """Raise InputError where the name of the database cannot be an address, or something else has
    that address. `refuse` does not ask: a release keeps its name, and is served under another."""
    name = package.database
    other = "choose another name in `database`, such as"
    if "." in name:
        raise fault(
            f"the database {name!r} has a dot, which its address cannot have; {other}"
            f" {name.replace('.', '-')!r}"
        )
    prefixes = [tag.partition("-")[0] for tag in package.languages[1:]]
    if name.lower() in prefixes or not is_free(name):
        raise fault(
            f"the database {name!r} has an address that the site needs for something else; {other}"
            f" {f'{name}-list'!r}"
        )


def _tables(package: Package) -> None:
    """Everything that has a name in the database. SQLite ignores capitals in names."""
    published = {view.name for view in package.views if view.resource}
    tables = [view.name.casefold() for view in package.views if view.name not in published]
    tables += [resource.name.casefold() for resource in package.resources if not resource.series]
    tables += [series.name.casefold() for series in package.series]
    refuse_duplicates(DESCRIPTOR, "table, series or view", tables)
    for name in tables:
        if name in OWN_TABLES or name.startswith("sqlite_"):
            raise fault(f"a table cannot be called {name!r}: the database has one of its own")


def refuse_schema(
    declared: Json, schema: Schema, file: str, resource: str, in_series: bool
) -> None:
    """Raise InputError for the first fault of a schema, given as its file declares it and as
    parsed."""
    if declared.get("missingValues", [""]) != [""]:
        raise fault(
            f"{resource!r} has `missingValues`; remove it: only an empty cell means missing",
            file,
        )
    columns = [name.casefold() for name in schema.columns]
    refuse_duplicates(file, f"field of {resource!r}, in any case,", columns)
    for name in OWN_COLUMNS + (("revision",) if in_series else ()):
        if name in columns:
            raise fault(f"{resource!r} has a field {name!r}, which is a reserved name", file)
    refuse_duplicates(file, f"column in the key of {resource!r}", schema.primary_key)
    for field in items(declared, "fields"):
        where = f"field {field['name']!r} of resource {resource!r}"
        if (kind := field.get("type", "string")) not in TYPES:
            raise fault(f"{where} has the type {kind!r}; there are: {', '.join(TYPES)}", file)
        if (form := field.get("format", "default")) not in FORMATS:
            raise fault(f"{where} has the format {form!r}; only the default one is read", file)
        for part in DIALECTS:
            if part in field:
                raise fault(
                    f"{where} has {part}; remove it: cells are written in their plain form", file
                )
        for part, words in BOOLEAN_WORDS.items():
            if part in field and not set(names(field[part])) <= words:
                raise fault(f"{where} has {part} beyond {', '.join(sorted(words))}", file)
        _constraints(field.get("constraints", {}), kind, where, file)


def _constraints(declared: object, of: str, where: str, file: str) -> None:
    if not isinstance(declared, Mapping):
        raise fault(f"{where} has constraints that are not an object", file)
    for name, value in declared.items():
        kind = CONSTRAINTS.get(name)
        if kind is None:
            known = ", ".join(CONSTRAINTS)
            raise fault(f"{where} has the constraint {name!r}; there are: {known}", file)
        if name in ("minimum", "maximum"):
            kind = (int, float) if of in ("integer", "number") else str
        if not isinstance(value, kind):
            raise fault(f"{where} has the constraint {name!r} with {value!r}", file)
    try:
        re.compile(declared.get("pattern", ""))
    except re.error as error:
        raise fault(
            f"{where} has an invalid regular expression in `pattern`: {error}", file
        ) from None


def _parts(package: Package, resource: Resource) -> None:
    """Raise InputError where a column or a resource that a resource refers to does not exist."""
    where = f"resource {resource.name!r}"
    if resource.search:
        _require(package, where, resource.search.resource, resource.search.field)
    if resource.computes:
        computes = resource.computes
        _require(package, where, computes.resource, computes.sql, computes.stated)
        if len(resource.schema.columns) != 3:
            raise fault(f"{where} needs three columns: a key, the figure and the verdict")
    own = [resource.queries.sql, resource.queries.hash] if resource.queries else []
    for column in (*own, *(resource.attributes or {}).values(), *resource.happened_on):
        if column not in resource.schema.columns:
            raise fault(f"{where} names its column {column!r}, which it does not have")


def _require(package: Package, where: str, name: str, *columns: str) -> None:
    known = {relation.name: relation for relation in package.relations}
    if name not in known:
        raise fault(f"{where} refers to the table {name!r}, which does not exist")
    for column in columns:
        if column not in known[name].columns:
            raise fault(f"{where} refers to {name}.{column}, which is not a column")


def _relation(package: Package, relation: Relation) -> None:
    first, *others = relation.resources
    for other in others:
        if (other.schema.columns, other.schema.primary_key) != (
            first.schema.columns,
            first.schema.primary_key,
        ):
            raise fault(
                f"{other.name!r} has other columns than {first.name!r}; the revisions of a series"
                " have one schema"
            )
    for key in relation.schema.foreign_keys:
        where = f"a foreign key of {relation.name!r}"
        _require(package, where, key.relation, *key.referenced)
        referenced = package.relation(key.relation)
        if key.referenced != referenced.primary_key or len(key.columns) != len(key.referenced):
            wanted = ", ".join(referenced.primary_key)
            raise fault(f"{where} refers to {key.relation} by other columns than its key: {wanted}")
