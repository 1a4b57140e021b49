"""The smallest package that has everything: tables with references, a series with its changes, a
derived series, a view with its own file, a rule. The bad packages are made from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from revisioned.derive.refresh import refresh

NOTES, ACTS = "data/notes.csv", "data/acts.csv"
FIRST, SECOND = "data/lists/2026-01-01.csv", "data/lists/2026-02-01.csv"


def fields(*words: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """A field for each `name` or `name:type`; `more` has further properties of fields."""
    split = [word.partition(":") for word in words]
    return [
        {"name": name, "type": kind or "string", "description": name, **more.get(name, {})}
        for name, _, kind in split
    ]


def resource(name: str, schema: Any, path: str = "", **more: Any) -> dict[str, Any]:
    """A resource of the descriptor."""
    return {
        "name": name,
        "type": "table",
        "title": name,
        "description": name,
        "path": path or f"data/{name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": schema,
        **more,
    }


def reference(column: str, table: str, other: str) -> dict[str, Any]:
    """A foreign key of one column."""
    return {"fields": [column], "reference": {"resource": table, "fields": [other]}}


REQUIRED = {"constraints": {"required": True}}
LISTED = "data/schemas/lists.json"
SCHEMAS = {
    LISTED: {"fields": fields("id", "name", "place:integer", id=REQUIRED), "primaryKey": ["id"]},
    "data/schemas/standing.json": {"fields": fields("body", "day:date"), "primaryKey": ["body"]},
}
CHANGES = (
    *("change_id", "series", "old_revision", "new_revision", "kind", "id", "body", "op", "field"),
    *("old", "new", "row", "source_id"),
)
DESCRIPTOR: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "small",
    "title": "A small package",
    "version": "1.0.0",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Someone", "email": "someone@example.org"}],
    "database": "small",
    "released": ["checks"],
    "series": [
        {"name": "lists", "title": "Lists", "kind": "wording"},
        {
            "name": "standing",
            "title": "Standing",
            "derived": {
                "query": "data/views/standing.sql",
                "days": "SELECT DISTINCT day FROM acts",
                "title": "After {revision}",
                "description": "After {revision}",
                "schema": "data/schemas/standing.json",
                "folder": "data/standing",
            },
        },
    ],
    "views": [{"name": "called", "path": "data/views/called.sql"}],
    "resources": [
        resource(
            "bodies",
            {
                "fields": fields(
                    *("id", "name", "kind", "parent"),
                    id={"constraints": {"required": True, "pattern": "^[a-z0-9]+$"}},
                    kind={"constraints": {"enum": ["office", "treaty"]}},
                ),
                "primaryKey": ["id"],
                "foreignKeys": [reference("parent", "", "id")],
            },
            search={"resource": "notes", "field": "text"},
        ),
        resource(
            "notes",
            {
                "fields": fields(
                    *("id", "body", "text", "day:date", "weight:number", "place:integer", "open:boolean"),
                    id=REQUIRED,
                    text=REQUIRED,
                    place={"constraints": {"minimum": 1, "maximum": 99}},
                ),
                "primaryKey": ["id"],
                "foreignKeys": [reference("body", "bodies", "id")],
            },
        ),
        resource(
            "acts",
            {
                "fields": fields("id", "body", "day:date", id=REQUIRED),
                "primaryKey": ["id"],
                "foreignKeys": [reference("body", "bodies", "id")],
            },
        ),
        resource(
            "revisions",
            {
                "fields": fields("series", "revision", "title", "source_id"),
                "primaryKey": ["series", "revision"],
            },
        ),
        resource("lists-1", LISTED, FIRST, series="lists", revision="2026-01-01"),
        resource("lists-2", LISTED, SECOND, series="lists", revision="2026-02-01"),
        resource(
            "changes", {"fields": fields(*CHANGES), "primaryKey": ["change_id"]}, changes=True
        ),
        resource(
            "claims",
            {"fields": fields("claim_id", "stated", "sql"), "primaryKey": ["claim_id"]},
        ),
        resource(
            "results",
            {"fields": fields("claim_id", "computed", "verdict"), "primaryKey": ["claim_id"]},
            computes={"resource": "claims", "sql": "sql", "stated": "stated"},
        ),
        resource(
            "queries",
            {"fields": fields("query_id", "sql", "sha256"), "primaryKey": ["query_id"]},
            queries={"sql": "sql", "hash": "sha256"},
        ),
        resource(
            "shown",
            {"fields": fields("id", "name", "acts:integer"), "primaryKey": ["id"]},
            view="data/views/shown.sql",
        ),
    ],
}  # fmt: skip
RULE = {
    "type": "unexpected_rows_expectation",
    "kwargs": {"unexpected_rows_query": "SELECT * FROM {batch} WHERE name = 'bad'"},
    "meta": {"rule": "good-name", "reason": "a name is not bad"},
}
FILES = {
    "data/bodies.csv": "id,name,kind,parent\na,Ämter,office,\nb,Bodies,treaty,a\n",
    NOTES: "id,body,text,day,weight,place,open\n"
    "n1,a,first,2026-01-01,1.5,1,true\nn2,a,second,2026-02-01,2,2,false\nn3,b,氣候,,,,\n",
    ACTS: "id,body,day\na1,a,2026-01-01\na2,a,2026-02-01\na3,b,\n",
    "data/revisions.csv": "series,revision,title,source_id\n"
    "lists,2026-01-01,First,\nlists,2026-02-01,Second,\n",
    FIRST: "id,name,place\na,Amter,1\nb,Bodies,2\n",
    SECOND: "id,name,place\na,Ämter,1\nc,Third,2\n",
    "data/changes.csv": ",".join(CHANGES) + "\n",
    "data/claims.csv": "claim_id,stated,sql\nc1,2,SELECT count(*) FROM bodies\n",
    "data/results.csv": "claim_id,computed,verdict\n",
    "data/queries.csv": "query_id,sql,sha256\nq1,SELECT id FROM acts ORDER BY id,\n",
    "data/shown.csv": "id,name,acts\n",
    "data/views/called.sql": "SELECT id, name FROM bodies\n",
    "data/views/shown.sql": "SELECT b.id, b.name, count(a.id) AS acts FROM bodies AS b\n"
    "LEFT JOIN acts AS a ON a.body = b.id GROUP BY b.id\n",
    "data/views/standing.sql": "SELECT body, max(day) AS day FROM acts WHERE day <= :as_of\n"
    "GROUP BY body ORDER BY body\n",
    "checks/bodies.json": json.dumps({"name": "bodies", "expectations": [RULE]}, indent=1),
}


def make(folder: Path) -> Path:
    """Write the package into a new folder, complete and without findings."""
    texts = {**FILES, "datapackage.json": json.dumps(DESCRIPTOR)}
    texts |= {path: json.dumps(schema, indent=1) for path, schema in SCHEMAS.items()}
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    written, faults = refresh(folder)
    assert not faults, faults
    assert written
    return folder
