"""An invented package with another list: wells and their permits. It has other tables, columns and
words than ours, any number of wells, and a revision for each day with a permit."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("applied", "granted", "drilled", "sealed")
REGIONS = ("north", "east", "south", "west")
FIRST = date(2020, 1, 6)
STATUS = """
SELECT well_id,
  MAX(CASE stage WHEN 'applied' THEN given_on END) AS applied_on,
  MAX(CASE stage WHEN 'granted' THEN given_on END) AS granted_on,
  MAX(CASE stage WHEN 'drilled' THEN given_on END) AS drilled_on,
  MAX(CASE stage WHEN 'sealed' THEN given_on END) AS sealed_on,
  MAX(paper_id) AS paper_id
FROM permits WHERE given_on <= :as_of GROUP BY well_id
"""
NOW = """
SELECT s.well_id, w.label, s.applied_on, s.granted_on, s.drilled_on, s.sealed_on
FROM status AS s JOIN wells AS w ON w.well_id = s.well_id
WHERE s.revision = (SELECT MAX(revision) FROM status)
"""
PERMIT_NEEDS_WELL = {
    "name": "permits",
    "expectations": [
        {
            "type": "unexpected_rows_expectation",
            "kwargs": {
                "unexpected_rows_query": (
                    "SELECT _file, _line, 'given_on' AS _column, permit_id || ' is too old' AS"
                    f" _reason FROM (SELECT * FROM {{batch}}) AS p WHERE given_on < '{FIRST}'"
                )
            },
            "meta": {"rule": "permit-in-time", "reason": "No permit is older than the register."},
        }
    ],
}


def write(folder: Path, wells: int, revisions: int) -> None:
    """Write the package to `folder`: the same bytes for the same numbers. Half of the wells are in
    the first revision, and each later revision changes about a hundredth of them."""
    folder.mkdir(parents=True)
    chance = random.Random(wells)
    names = [f"well-{number:07d}" for number in range(wells)]
    labels = [f"{chance.choice(REGIONS).title()} well no. {number}" for number in range(wells)]
    days = [FIRST + timedelta(weeks=number) for number in range(revisions)]
    permits = [(name, 0, days[0]) for name in names[: wells // 2]]
    for day in days[1:]:
        moved = chance.sample(range(wells), max(1, wells // 100))
        permits += [(names[number], chance.randrange(4), day) for number in moved]
    papers = [f"paper-{number:03d}" for number in range(100)]
    _table(folder, "papers", [("paper_id", "title")], ((p, f"Paper {p}") for p in papers))
    _table(
        folder,
        "wells",
        [("well_id", "label", "region")],
        ((name, text, chance.choice(REGIONS)) for name, text in zip(names, labels, strict=True)),
    )
    rows = (
        (f"p{number:08d}", name, STAGES[stage], day.isoformat(), chance.choice(papers))
        for number, (name, stage, day) in enumerate(permits)
    )
    _table(folder, "permits", [("permit_id", "well_id", "stage", "given_on", "paper_id")], rows)
    for edition, mark in (("first", ""), ("second", " (corrected)")):
        listed = (
            (name, str(place), text + (mark if place % 3 == 0 else ""))
            for place, (name, text) in enumerate(zip(names, labels, strict=True), 1)
        )
        _table(folder, f"lists/{edition}", [("well_id", "place", "label")], listed)
    known = [("lists", name, f"The {name} edition", papers[0]) for name in ("first", "second")]
    _table(folder, "revisions", [("series", "revision", "title", "source_id")], known)
    for name, sql in (("status", STATUS), ("now", NOW)):
        target = folder / f"data/views/{name}.sql"
        target.parent.mkdir(exist_ok=True)
        target.write_text(sql.lstrip())
    _json(folder / "data/schemas/status.json", _status_schema())
    _json(folder / "data/schemas/lists.json", _lists_schema())
    _json(folder / "checks/permits.json", PERMIT_NEEDS_WELL)
    _json(folder / "datapackage.json", _descriptor())
    (folder / "metadata.yml").write_text("title: Wells\ndescription: An invented register.\n")
    (folder / "docs").mkdir()


def _table(
    folder: Path, name: str, header: list[Sequence[str]], rows: Iterable[Sequence[str]]
) -> None:
    target = folder / f"data/{name}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*header, *rows])


def _json(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n")


def _fields(*names: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": name.replace("_", " ").capitalize(),
            "type": "date" if name.endswith("_on") else "string",
            "description": f"The {name.replace('_', ' ')}.",
            **more.get(name, {}),
        }
        for name in names
    ]


def _refers(column: str, table: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": table, "fields": [column]}}


def _schema(
    key: Sequence[str], fields: list[dict[str, Any]], *foreign: dict[str, Any]
) -> dict[str, Any]:
    return {
        "fields": fields,
        "primaryKey": [*key],
        "foreignKeys": [*foreign],
        "missingValues": [""],
    }


def _status_schema() -> dict[str, Any]:
    dated = [f"{stage}_on" for stage in STAGES]
    fields = _fields(
        "well_id", *dated, "paper_id", **{name: {"source": "paper_id"} for name in dated}
    )
    return _schema(["well_id"], fields, _refers("well_id", "wells"), _refers("paper_id", "papers"))


def _lists_schema() -> dict[str, Any]:
    fields = _fields("well_id", "place", "label", place={"type": "integer"})
    return _schema(["well_id"], fields, _refers("well_id", "wells"))


def _resource(name: str, path: str, schema: object, **more: object) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": name.capitalize(),
        "description": f"The {name}.",
        "path": f"data/{path}.csv",
        **more,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": schema,
    }


def _descriptor() -> dict[str, Any]:
    well, paper = _refers("well_id", "wells"), _refers("paper_id", "papers")
    permit = _fields("permit_id", "well_id", "stage", "given_on", "paper_id")
    revision = _fields("series", "revision", "title", "source_id")
    stated = {"fields": ["source_id"], "reference": {"resource": "papers", "fields": ["paper_id"]}}
    difference = _fields(
        *("change_id", "series", "old_revision", "new_revision", "kind", "well_id", "op"),
        *("field", "old", "new", "row", "source_id"),
    )
    view = _fields("well_id", "label", *(f"{stage}_on" for stage in STAGES))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "invented-wells",
        "title": "Invented wells and their permits",
        "description": "A register of wells that do not exist.",
        "version": "0.1.0",
        "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0", "title": "CC0"}],
        "contributors": [{"title": "Nobody", "roles": ["creator"]}],
        "tag": "example.org,2020",
        "database": "panel",
        "series": [
            {
                "name": "lists",
                "title": "Editions of the list",
                "description": "One revision an edition.",
                "kind": "wording",
                "ignore": [],
            },
            {
                "name": "status",
                "title": "Status",
                "description": "Where every well stood.",
                "kind": "update",
                "ignore": [],
                "derived": {
                    "query": "data/views/status.sql",
                    "days": "SELECT DISTINCT given_on FROM permits",
                    "title": "Status on {revision}",
                    "description": "Where every well stood on {revision}.",
                    "schema": "data/schemas/status.json",
                    "folder": "data/status",
                },
            },
        ],
        "views": [],
        "resources": [
            _resource("papers", "papers", _schema(["paper_id"], _fields("paper_id", "title"))),
            _resource(
                "wells",
                "wells",
                _schema(["well_id"], _fields("well_id", "label", "region")),
                search={"resource": "wells", "field": "label"},
            ),
            _resource("permits", "permits", _schema(["permit_id"], permit, well, paper)),
            _resource("revisions", "revisions", _schema(["series", "revision"], revision, stated)),
            *(
                _resource(
                    f"list-{edition}",
                    f"lists/{edition}",
                    "data/schemas/lists.json",
                    series="lists",
                    revision=edition,
                )
                for edition in ("first", "second")
            ),
            _resource(
                "differences",
                "differences",
                _schema(["change_id"], difference, well),
                changes=True,
            ),
            _resource("now", "now", _schema(["well_id"], view), view="data/views/now.sql"),
        ],
    }
