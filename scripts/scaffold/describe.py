"""The descriptor, the schema and the suite of a new package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RECORDS = "records"
# The columns of the table of changes, the key of the series in the middle.
CHANGES = (
    ("change_id", "series", "old_revision", "new_revision", "kind"),
    ("op", "field", "old", "new", "row", "source_id"),
)


@dataclass(frozen=True)
class List:
    """What is known of the list: the name of its series, its columns in order with their original
    `headers` and their `types`, the key, and the column with the names of records, empty
    where these are called by their key."""

    series: str
    columns: tuple[str, ...]
    headers: Mapping[str, str]
    types: Mapping[str, str]
    key: tuple[str, ...]
    label: str

    @property
    def title(self) -> str:
        """The name of the series in words."""
        return self.series.replace("_", " ").replace("-", " ").capitalize()

    @property
    def schema_path(self) -> str:
        """The path of the schema that all revisions share."""
        return f"data/schemas/{self.series}.json"


def schema(about: List) -> Json:
    """The schema of every revision; headers are kept as titles."""
    return _schema([_field(about, name) for name in about.columns], about.key)


def descriptor(name: str, about: List, revisions: Sequence[str]) -> Json:
    """datapackage.json, without hashes: `refresh` writes them. Title, licence and contributors
    are left to people; `check` asks for them."""
    return {
        "$schema": PROFILE,
        "name": name,
        "description": f"{about.title}: every version of the list, and what changed between them.",
        "version": "0.1.0",
        "languages": ["en"],
        "tag": f"{name},{revisions[-1][:4]}" if revisions[-1][:4].isdigit() else f"{name},2000",
        "database": name,
        "released": ["metadata.yml", "checks", "data", "docs/data-dictionary.md"],
        "series": [
            {
                "name": about.series,
                "title": about.title,
                "description": "One revision for each version of the list.",
                "kind": "update",
                "ignore": [],
            }
        ],
        "views": [],
        "resources": [
            *_tables(about),
            *(revision(about, item) for item in revisions),
            _changes(about),
            _current(about),
        ],
    }


def revision(about: List, name: str) -> Json:
    """The resource of one revision."""
    return _resource(
        f"{about.series}-{name}",
        f"data/{about.series}/{name}.csv",
        about.schema_path,
        f"{about.title}, {name}",
        f"The list as it was in the version {name}.",
        series=about.series,
        revision=name,
    )


def _tables(about: List) -> Iterable[Json]:
    key = [_field(about, name) for name in about.key]
    label = _text("label", "Name", "What the record is called, in the newest version that has it.")
    yield _resource(
        "sources",
        "data/sources.csv",
        _schema(
            [
                _text("source_id", "Source", "The name of the source here.", required=True),
                _text("title", "Title", "What the source is called.", required=True),
                _text("publisher", "Publisher", "Who published it."),
                _text("url", "Address", "Where it can be read."),
                _text("note", "Note", "What else should be known of it."),
            ],
            ["source_id"],
        ),
        "Sources",
        "Where each version of the list is from.",
    )
    yield _resource(
        RECORDS,
        "data/records.csv",
        _schema([*key, label], about.key),
        "Records",
        "Every record that any version of the list has, or had.",
        search={"resource": RECORDS, "field": "label"},
    )
    yield _resource(
        "revisions",
        "data/revisions.csv",
        _schema(
            [
                _text("series", "Series", "The series of the revision.", required=True),
                _text("revision", "Revision", "Its name.", required=True),
                _text("title", "Title", "What it is called.", required=True),
                _text("source_id", "Source", "Where it is from, as in sources."),
            ],
            ["series", "revision"],
            {
                "fields": ["source_id"],
                "reference": {"resource": "sources", "fields": ["source_id"]},
            },
        ),
        "Revisions",
        "The versions of the list, each from one source.",
    )


def _changes(about: List) -> Json:
    before, after = CHANGES
    fields = [
        *(_text(name, name.replace("_", " ").capitalize()) for name in before),
        *(_field(about, name) for name in about.key),
        *(_text(name, name.replace("_", " ").capitalize()) for name in after),
    ]
    return _resource(
        "changes",
        "data/changes.csv",
        _schema(fields, ["change_id"]),
        "Changes",
        "Every difference between a revision and the one before it. Computed by `refresh`.",
        changes=True,
    )


def _current(about: List) -> Json:
    return _resource(
        "current",
        "data/current.csv",
        schema(about),
        "The newest version",
        "The records of the newest revision. Computed by `refresh`.",
        view="data/views/current.sql",
    )


def _field(about: List, name: str) -> Json:
    text = _text(name, about.headers[name], required=name in about.key)
    return {**text, "type": about.types[name]}


def _text(name: str, title: str, description: str = "", *, required: bool = False) -> Json:
    field: Json = {"name": name, "title": title, "type": "string", "description": description}
    return {**field, "constraints": {"required": True}} if required else field


def _schema(fields: Sequence[Json], key: Sequence[str], *foreign: Json) -> Json:
    return {
        "fields": list(fields),
        "missingValues": [""],
        "primaryKey": list(key),
        "foreignKeys": list(foreign),
    }


def _resource(
    name: str, path: str, schema: Json | str, title: str, description: str, **more: object
) -> Json:
    return {
        "name": name,
        "type": "table",
        "title": title,
        "description": description,
        "path": path,
        **more,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": schema,
    }
