"""Intake works for a key of two columns as for one column."""

from __future__ import annotations

import json
from pathlib import Path

from revisioned.descriptor.load import load
from revisioned.intake import pipeline
from revisioned.intake.mapping import form
from revisioned.intake.review import names, request, review_file
from revisioned.intake.review.answers import read_answers
from tests.hostile.small import fields, resource

BOTH = ["country", "code"]
PLACES = "country,code,title\nAD,02,Canillo\nAD,03,Encamp\nSM,02,Chiesanuova\n"
NAMED = (
    "country,code,lang,name,kind,source_id\n"
    "AD,02,en,Canillo,printed,gazette\n"
    "AD,03,en,Encamp,printed,gazette\n"
    "SM,02,en,Chiesanuova,printed,gazette\n"
)
LISTED = "country,code,position,title\nAD,02,1,Canillo\nSM,02,2,Chiesanuova\n"
TEXT = "1. Chiesanuova\n2. Canillo\n3. Encamp\n"


def package(folder: Path) -> Path:
    """A package whose series and names refer to places by two columns."""
    keys = {"fields": BOTH, "reference": {"resource": "places", "fields": BOTH}}
    source = {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}
    listed = {
        "fields": fields(*BOTH, "position:integer", "title"),
        "primaryKey": BOTH,
        "foreignKeys": [keys],
    }
    tables = {
        "places": (PLACES, {"fields": fields(*BOTH, "title"), "primaryKey": BOTH}, {}),
        "names": (
            NAMED,
            {
                "fields": fields(*BOTH, "lang", "name", "kind", "source_id"),
                "primaryKey": [*BOTH, "lang", "name"],
                "foreignKeys": [keys, source],
            },
            {},
        ),
        "sources": (
            "source_id,title,lang\ngazette,The gazette,en\n",
            {"fields": fields("source_id", "title", "lang"), "primaryKey": ["source_id"]},
            {},
        ),
        "revisions": (
            "series,revision,title,source_id\nlists,2020-01-01,A list,gazette\n",
            {
                "fields": fields("series", "revision", "title", "source_id"),
                "primaryKey": ["series", "revision"],
                "foreignKeys": [source],
            },
            {},
        ),
        "lists-2020-01-01": (LISTED, listed, {"series": "lists", "revision": "2020-01-01"}),
    }
    (folder / "data").mkdir()
    for name, (text, _, _) in tables.items():
        (folder / f"data/{name}.csv").write_text(text)
    mapped = {
        "folder": "data",
        "names": {
            "resource": "names",
            "name": "name",
            "lang": "lang",
            "kind": "kind",
            "source": "source_id",
            "as": "printed",
            "short": "short",
            "acronym": "acronym",
        },
        "columns": {"position": "position"},
        "languages": [{"lang": "en", "column": "title"}],
    }
    descriptor = {
        "name": "places",
        "title": "Places",
        "version": "1.0.0",
        "series": [{"name": "lists", "title": "Lists", "kind": "wording", "intake": mapped}],
        "resources": [resource(name, held[1], **held[2]) for name, held in tables.items()],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    return folder


def test_a_text_is_taken_in_with_a_key_of_two_columns(tmp_path: Path) -> None:
    loaded = load(package(tmp_path))
    declared = form(loaded)
    text = tmp_path / "list.txt"
    text.write_text(TEXT)
    taken = pipeline.take(text, loaded, declared)
    wanted = request.Wanted("2021-01-01", "Another list", "gazette", {})

    review = request.proposal(text, taken, wanted, loaded, declared)
    answered = read_answers(review_file.parse(review, "a.csv", declared), declared, loaded)
    named = list(names.name_records(loaded, declared, "gazette", answered))

    assert [outcome.body for outcome in taken.outcomes] == ["SM,02", "AD,02", "AD,03"]
    assert [(row["country"], row["code"], row["position"]) for row in answered.records] == [
        ("SM", "02", "1"),
        ("AD", "02", "2"),
        ("AD", "03", "3"),
    ]
    assert [named[0][name] for name in (*BOTH, "name")] == ["SM", "02", "Chiesanuova"]
