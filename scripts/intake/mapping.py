"""Where intake puts what it finds: which columns of the package take what, by the descriptor.

A series that takes printings says so with the property `intake`:

    names      {resource, name, lang, kind, source, as, short, acronym}: the table of names, its
               columns, and which `kind` a printed name, a short one and an acronym get
    columns    {position, number, acronym, note, section}: columns of the series, each optional
    languages  [{lang, column}]: the column of the series that holds the name in that language
    sections   [{value, heading}]: a heading that matches the regular expression `heading` opens
               the section `value`
    folder     where the files of the series lie

The bodies are the table that the key of the series refers to; the sources are the table that the
source of a name refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core.errors import PackageError
from ..descriptor.model import Package, Relation
from ..descriptor.parse import Json
from ..descriptor.schema import ForeignKey


@dataclass(frozen=True)
class NameTable:
    """The table of names: the resource, its columns, and the kinds that intake gives."""

    resource: str
    name: str
    lang: str
    kind: str
    source: str
    printed: str
    short: str
    acronym: str


@dataclass(frozen=True)
class Name:
    """One record of the table of names."""

    body: str
    text: str
    lang: str
    source: str
    is_acronym: bool


@dataclass(frozen=True)
class Form:
    """What a printing of `series` consists of."""

    series: str
    folder: str
    schema: str
    key: tuple[str, ...]
    bodies: Relation
    sources: Relation
    names: NameTable
    columns: Mapping[str, str]
    languages: Mapping[str, str]
    sections: tuple[tuple[str, re.Pattern[str]], ...]

    @property
    def body(self) -> str:
        """What the key of a body is called, several columns of it with commas between."""
        return ",".join(self.key)

    def key_of(self, record: Mapping[str, str]) -> str:
        """The key of the body that a record of the series is of, as one text."""
        return ",".join(record[name] for name in self.key)

    def cells(self, body: str) -> dict[str, str]:
        """The cells by which a record of the series refers to the body."""
        return referring(self.key, body)


def referring(columns: Sequence[str], body: str) -> dict[str, str]:
    """The cells of a key by column, from its one text."""
    return dict(zip(columns, body.split(",", len(columns) - 1), strict=True))


def form(package: Package, series: str | None = None) -> Form:
    """The form of the series, or of the only one that takes printings. Raises PackageError."""
    declared = {
        str(item["name"]): item for item in package.descriptor.get("series", []) if "intake" in item
    }
    if series is None and len(declared) == 1:
        series = next(iter(declared))
    if series not in declared:
        known = ", ".join(declared) or "none"
        raise PackageError(f"no series {series!r} takes printings (`intake`); there are: {known}")
    item: Json = declared[series]["intake"]
    try:
        return _form(package, series, item)
    except (KeyError, TypeError, re.error) as error:
        reason = f"datapackage.json: `intake` of the series {series!r} cannot be used: {error!r}"
        raise PackageError(reason) from None


def names(package: Package, declared: Form) -> Iterator[Name]:
    """Every name in the package."""
    table = declared.names
    relation = package.relation(table.resource)
    (key,) = (key for key in relation.schema.foreign_keys if key.relation == declared.bodies.name)
    for resource in relation.resources:
        for row in package.table(resource).dicts():
            yield Name(
                body=",".join(row[name] for name in key.columns),
                text=row[table.name],
                lang=row[table.lang],
                source=row[table.source],
                is_acronym=row[table.kind] == table.acronym,
            )


def _form(package: Package, series: str, item: Json) -> Form:
    revisions = package.revisions(series)
    schema = revisions[-1].schema
    table = item["names"]
    relation = package.relation(table["resource"])
    return Form(
        series=series,
        folder=item["folder"],
        schema=revisions[-1].schema_path or "",
        key=schema.primary_key,
        bodies=_referred(package, schema.foreign_keys, schema.primary_key),
        sources=_referred(package, relation.schema.foreign_keys, (table["source"],)),
        names=NameTable(
            **{name: table[name] for name in ("resource", "name", "lang", "kind", "source")},
            printed=table["as"],
            short=table["short"],
            acronym=table["acronym"],
        ),
        columns=dict(item.get("columns", {})),
        languages={entry["lang"]: entry["column"] for entry in item["languages"]},
        sections=tuple(
            (entry["value"], re.compile(entry["heading"], re.IGNORECASE))
            for entry in item.get("sections", [])
        ),
    )


def _referred(package: Package, keys: Sequence[ForeignKey], columns: tuple[str, ...]) -> Relation:
    for key in keys:
        if key.columns == columns:
            return package.relation(key.relation)
    raise KeyError(",".join(columns))
