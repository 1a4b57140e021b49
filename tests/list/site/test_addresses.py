"""Every address that the documents promise answers, with exact bytes where they are promised."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

import frictionless
import httpx
import pytest
from datasette.app import Datasette

from revisioned.core.csv_table import read
from revisioned.descriptor.load import load


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def queries(site: Datasette) -> list[str]:
    return list(asyncio.run(site.get_canned_queries("withdrawals", None)))


def test_home_and_database_answer(site: Datasette) -> None:
    assert get(site, "/").status_code == 200
    assert get(site, "/withdrawals").status_code == 200


def test_every_table_and_view_answers_and_describes_its_columns(
    site: Datasette, root: Path
) -> None:
    package = load(root)
    for name in [*(r.name for r in package.relations), *(v.name for v in package.views)]:
        assert get(site, f"/withdrawals/{name}").status_code == 200
    for relation in package.relations:
        page = get(site, f"/withdrawals/{relation.name}").text
        assert page.count("<dt>") >= len(relation.schema.fields)
        for resource in relation.resources:
            assert f'href="/{resource.path}"' in page


# What a reader might enter for the parameter of a question.
TYPED = "org_id=unfccc&name=climate&date=2026-10-15"
REVISIONS = {
    "diff_prints": "old=2026-01-07-memorandum&new=2026-01-08-article",
    "diff_register": "old=2025-07-22&new=2026-01-07",
}


def test_every_canned_query_answers_with_rows_and_a_title(site: Datasette) -> None:
    names = queries(site)

    assert len(names) >= 8
    for name in names:
        sql = asyncio.run(site.get_canned_query("withdrawals", name, None))["sql"]
        words = REVISIONS.get(name, TYPED).split("&")
        typed = "&".join(word for word in words if f":{word.partition('=')[0]}" in sql)
        answer = get(site, f"/withdrawals/{name}.json?{typed}&_shape=array")
        assert answer.status_code == 200
        assert answer.json()
        assert get(site, f"/withdrawals/{name}").text.count("?</h1>") == 1


def test_published_files_are_served_byte_for_byte(site: Datasette, root: Path) -> None:
    paths = ["datapackage.json", *(resource.path for resource in load(root).resources)]
    for path in paths:
        assert get(site, f"/{path}").content == (root / path).read_bytes()


def test_database_can_be_downloaded(site: Datasette, database: Path) -> None:
    assert get(site, "/withdrawals.db").content == database.read_bytes()


def test_table_csv_holds_every_row(site: Datasette, root: Path) -> None:
    answer = get(site, "/withdrawals/prints.csv?_stream=on")

    resources = load(root).relation("prints").resources
    records = sum(len(read(root / resource.path).records) for resource in resources)
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == records


def test_printings_differ_in_22_english_names_and_nothing_else(site: Datasette) -> None:
    rows = get(site, "/withdrawals/what_differs_between_printings.json?_shape=array").json()

    assert [(row["op"], row["field"]) for row in rows] == [("changed", "name_en")] * 22
    assert [row["position"] for row in rows] == [30, 37, 38, 39, 40, 45, *range(51, 67)]


def test_no_record_was_added_or_removed(site: Datasette) -> None:
    rows = get(site, "/withdrawals/was_anybody_added_or_removed.json?_shape=array").json()

    assert [(row["added"], row["removed"], row["worded_differently"]) for row in rows] == [
        (0, 0, 0),
        (0, 0, 22),
    ]


def test_unknown_page_is_a_404_with_our_header_and_no_traceback(
    site: Datasette, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = get(site, "/nowhere")

    assert answer.status_code == 404
    assert 'class="brand"' in answer.text
    assert "Traceback" not in answer.text + "".join(capsys.readouterr())


def test_package_validates_over_http(address: str) -> None:
    report = frictionless.validate(f"{address}datapackage.json")

    assert report.valid, report.flatten(["type", "note"])
