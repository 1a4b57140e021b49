"""The columns of a table as a Table Schema declares them: names, types, words, keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .parse import Json, fault, items, names, refuse_duplicates, text

# Names are written into SQL, in double quotes.
NAME = re.compile(r"[^\W\d][\w-]*")
NAMED = "a name has letters, digits, - and _ only, and no digit first"

# In a default: another field of the record.
PLACE = re.compile(r"\{([\w-]+)\}")


@dataclass(frozen=True)
class Field:
    """One column: its name, its Table Schema type, and its words for people. `labels` says what
    each value of a categorical field means. `default` is the cell of a new record; it may have
    other fields in braces. `source` is the column with the source of this one. `due` is for a day
    that is announced: it names the columns, if there are any, for the day on which it `happened`
    and on which it was `cancelled`. With `is_rank`, cells are places in an order."""

    name: str
    type: str
    title: str
    description: str
    constraints: Json
    labels: Mapping[str, str]
    default: str
    source: str
    due: Mapping[str, str] | None = None
    is_rank: bool = False

    def filled(self, record: Mapping[str, str]) -> str:
        """The default, with the cells of the record in the places of their columns. What names no
        column stays as it is, and `check` finds it."""
        return PLACE.sub(lambda found: record.get(found[1], found[0]), self.default)

    @property
    def required(self) -> bool:
        """Whether an empty cell is refused."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """The `columns` refer to the `referenced` columns of `relation`."""

    columns: tuple[str, ...]
    relation: str
    referenced: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The columns of a table in order, its key, its foreign keys, and its unique keys."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def ranks(self) -> tuple[str, ...]:
        """The fields whose cells are places in an order."""
        return tuple(field.name for field in self.fields if field.is_rank)


def parse(item: Json, file: str, resource: str) -> Schema:
    """The schema that an object declares; messages name `file` and `resource`. Raises InputError
    where it is not a schema."""
    fields = tuple(map(_field, items(item, "fields")))
    if not fields:
        raise fault(f"the schema of resource {resource!r} has no fields", file)
    for name in (field.name for field in fields if not NAME.fullmatch(field.name)):
        raise fault(f"field {name!r} of resource {resource!r}: {NAMED}", file)
    refuse_duplicates(file, f"field of {resource!r}", (field.name for field in fields))
    columns = {field.name for field in fields}
    foreign_keys = tuple(
        ForeignKey(
            names(key.get("fields")),
            text(key.get("reference"), "resource") or resource,
            names(key["reference"].get("fields")),
        )
        for key in items(item, "foreignKeys")
    )
    for field in fields:
        for name in (field.due or {}).values():
            if name not in columns:
                raise fault(
                    f"`due` of {field.name!r} of resource {resource!r} names {name!r},"
                    " which is not a field",
                    file,
                )
    primary_key = names(item.get("primaryKey"))
    for name in (*primary_key, *(name for key in foreign_keys for name in key.columns)):
        if name not in columns:
            raise fault(
                f"a key of resource {resource!r} names {name!r}, which is not a field", file
            )
    if not primary_key:
        raise fault(f"the schema of resource {resource!r} has no primaryKey", file)
    return Schema(fields, primary_key, foreign_keys, _unique_keys(item))


def _field(field: Json) -> Field:
    return Field(
        name=text(field, "name"),
        type=str(field.get("type", "string")),
        title=str(field.get("title", field.get("name"))),
        description=str(field.get("description", "")),
        constraints=field.get("constraints", {}),
        default=str(field.get("default", "")),
        source=str(field.get("source", "")),
        due=_due(field),
        is_rank=field.get("rank") is True,
        labels={
            text(category, "value"): text(category, "label")
            for category in items(field, "categories")
        },
    )


def _unique_keys(item: Json) -> tuple[tuple[str, ...], ...]:
    """The unique keys. Only `check` judges their form: an old release must stay readable."""
    listed = item.get("uniqueKeys")
    return tuple(
        (columns,) if isinstance(columns, str) else tuple(map(str, columns))
        for columns in (listed if isinstance(listed, list) else [])
        if isinstance(columns, str | list)
    )


def _due(field: Json) -> Mapping[str, str] | None:
    """The columns under `happened` and `cancelled` of a day that is announced."""
    given = field.get("due")
    if given is None:
        return None
    if not isinstance(given, Mapping) or not {*given} <= {"happened", "cancelled"}:
        raise fault(
            f"`due` of field {field.get('name')!r} may name `happened` and `cancelled` only"
        )
    return {name: text(given, name) for name in given}
